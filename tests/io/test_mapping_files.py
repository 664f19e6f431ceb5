"""Mappings as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boundaries.domain.fields import MEANINGS
from boundaries.domain.mapping import SourceMapping
from boundaries.errors import InputError, ParameterError
from boundaries.io.mapping import read_mapping, write_mapping

TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(label=TEXT, crs=TEXT, fields=st.dictionaries(st.sampled_from(MEANINGS), TEXT))
def test_what_is_written_is_read_again(
    tmp_path: Path, label: str, crs: str, fields: dict[str, str]
) -> None:
    path = tmp_path / "m.toml"
    path.unlink(missing_ok=True)
    entry = SourceMapping("a*.shp", label or None, None, crs or None, fields)
    write_mapping(entry, path)
    assert read_mapping(path).sources == (entry,)


def test_a_mapping_that_was_edited_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("mine")
    with pytest.raises(ParameterError, match="may have been edited"):
        write_mapping(SourceMapping(), path)
    assert path.read_text() == "mine"


def test_faults_of_the_file_name_place_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    with pytest.raises(InputError, match=r"m\.toml: there is no such file") as absent:
        read_mapping(path)
    assert "tapal inspect FILE --save-mapping" in str(absent.value.hint)
    path.write_text("[[source]]\nname = NAMOBJ\n")
    with pytest.raises(InputError, match=r"m\.toml is no TOML: .*line 2"):
        read_mapping(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="is no TOML"):
        read_mapping(path)
