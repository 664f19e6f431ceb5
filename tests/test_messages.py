"""Messages kept as records, and rendered later in another language."""

from __future__ import annotations

import json

import numpy as np
import pytest

from boundaries.messages import Message, message, message_from, message_record, translator


@pytest.mark.parametrize(
    "text",
    [
        Message("no values"),
        Message("{count} of {name}", {"count": 3, "name": "{x}"}),
        Message("{inner}: {share:.1f}", {"inner": Message("a {b}", {"b": "c"}), "share": 0.25}),
    ],
)
def test_a_record_goes_through_json_and_back(text: Message) -> None:
    assert message_from(json.loads(json.dumps(message_record(text)))) == text


def test_plain_text_stays_as_it_is() -> None:
    assert message_record("{Desa}") == "{Desa}"
    assert message_from("{Desa}") == "{Desa}"


def test_other_values_become_text() -> None:
    record = message_record(Message("{file} {row}", {"file": ("a", "b"), "row": np.float64(2.5)}))
    assert json.loads(json.dumps(record))["values"] == {"file": "('a', 'b')", "row": 2.5}


def test_a_record_is_rendered_in_the_language_of_the_reader() -> None:
    kept = message_from(message_record(message("written: {path}", path="x.gpkg")))
    assert isinstance(kept, Message)
    assert str(kept) == "written: x.gpkg"
    assert kept.render(translator("id")) == "ditulis: x.gpkg"
