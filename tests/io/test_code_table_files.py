"""Tables of codes and of their changes, from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from boundaries.errors import InputError, MissingPartError
from boundaries.io import code_table
from boundaries.io.code_table import INSTALLED, read_code_history, read_code_table


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_table_of_the_user_may_hold_other_levels_and_other_forms(tmp_path: Path) -> None:
    rows = "kode;nama\n12;Sumatera Utara\n12.09.20;Kisaran\n1209201001;Lama\n12.09.20.1001;Teladan"
    table = read_code_table(write(tmp_path / "kode.csv", rows))
    assert table.label == "kode.csv"
    assert table.names.to_dict() == {"12.09.20.1001": "Teladan"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("kode,nama\n12.09,Asahan\n", "holds no code of a village"),
        ("kode\n12.09.20.1001\n", "has no column name / nama"),
    ],
)
def test_a_table_without_villages_or_names_is_refused(
    tmp_path: Path, text: str, fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        read_code_table(write(tmp_path / "kode.csv", text))


def test_the_installed_table_holds_the_villages_of_the_country() -> None:
    if not code_table.FOLDER.is_dir():
        pytest.skip("the table of codes is not installed (make setup)")
    table = read_code_table(Path(INSTALLED))
    assert table.label.startswith("idn-area-data ")
    assert len(table.names) > 80_000
    assert table.names["12.09.20.1001"] == "Teladan"
    assert table.names.index.str.startswith("12.09.").sum() == 204


def test_the_installed_table_names_the_kecamatan_of_the_country(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(code_table, "KECAMATAN_FILE", "districts.csv")
    if not list(code_table.FOLDER.glob("*/districts.csv")):
        pytest.skip("the table of kecamatan is not installed (make setup)")
    names = code_table.installed_kecamatan.__wrapped__()
    assert len(names) > 7_000
    assert names["12.09.19"] == "Kota Kisaran Barat"


def test_without_the_table_no_kecamatan_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_table, "FOLDER", tmp_path)
    assert code_table.installed_kecamatan.__wrapped__() == {}


def test_without_the_installed_table_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_table, "FOLDER", tmp_path)
    with pytest.raises(MissingPartError, match="idn-area-data is not installed") as missing:
        read_code_table(Path(INSTALLED))
    assert "make setup" in str(missing.value.hint)


def test_changes_are_read_with_date_and_rule_where_stated(tmp_path: Path) -> None:
    rows = "kode_lama,kode_baru,tanggal,dasar\n1209082001,12.09.30.2001,2008-06-01,Perda 3/2008\n"
    history = read_code_history(write(tmp_path / "h.csv", rows))
    (change,) = history.successors("12.09.08.2001").values()
    assert (change.new, change.date, change.rule) == ("12.09.30.2001", "2008-06-01", "Perda 3/2008")
    bare = read_code_history(write(tmp_path / "b.csv", "old,new\n12.09.08.2001,12.09.30.2001\n"))
    assert str(bare.successors("12.09.08.2001")["12.09.30.2001"].text()).endswith("12.09.30.2001")


def test_a_change_that_is_none_names_its_line(tmp_path: Path) -> None:
    rows = "old,new\n12.09.08.2001,12.09.30.2001\n12.09.08,\n"
    with pytest.raises(InputError, match=r"h\.csv line 3: 12\.09\.08 and - are not two codes"):
        read_code_history(write(tmp_path / "h.csv", rows))
