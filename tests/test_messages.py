"""Messages kept as records, and rendered later in another language."""

from __future__ import annotations

import json

import numpy as np
import pytest

from boundaries.messages import (
    Message,
    figure,
    message,
    message_from,
    message_record,
    translator,
)


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


def written(text: str) -> str:
    """A catalogue of one word: the marks of Indonesian."""
    return {"1,234.5": "1.234,5"}.get(text, text)


def test_numbers_are_written_with_the_marks_of_the_reader() -> None:
    told = message(
        "{area} ha, {far:.1f} km, {rows} rows of {code}, {raw}",
        area=figure(1234.567, ",.2f"), far=np.float64(638.25), rows=1500, code="12.09", raw=0.5,
    )  # fmt: skip
    assert told.render(written) == "1.234,57 ha, 638,2 km, 1500 rows of 12.09, 0,5"
    assert str(told) == "1,234.57 ha, 638.2 km, 1500 rows of 12.09, 0.5"


def test_a_figure_keeps_its_form_in_a_record() -> None:
    kept = message_from(json.loads(json.dumps(message_record(figure(0.1234, ".1%")))))
    assert isinstance(kept, Message)
    assert (kept.render(written), str(kept)) == ("12,3%", "12.3%")
