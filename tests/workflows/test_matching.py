"""Decisions, codes and mappings in a comparison of files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import shapely

from boundaries.domain.analysis import Analysis
from boundaries.domain.match_table import match_table
from boundaries.domain.parameters import Parameters
from boundaries.io.code_table import read_code_history, read_code_table
from boundaries.io.mapping import read_mapping
from boundaries.io.match_table import read_decisions, write_matches
from boundaries.workflows.compare import compare
from boundaries.workflows.load import LayerOptions, load

X, Y = 568_000.0, 329_000.0  # Kisaran
SATU, DUA = "12.09.20.1001", "12.09.20.1002"


def write(path: Path, villages: dict[str, tuple[float, float]], **columns: list[str]) -> Path:
    """Villages 100 m high by name, from west to east in metres."""
    shapes = [shapely.box(X + west, Y, X + east, Y + 100) for west, east in villages.values()]
    table = {"nama": list(villages), **columns}
    gpd.GeoDataFrame(table, geometry=shapes, crs=32647).to_parquet(path)
    return path


def reference(folder: Path) -> Path:
    places = {"Satu": (0.0, 100.0), "Dua": (100.0, 200.0)}
    return write(folder / "big.parquet", places, kode=[SATU, DUA])


def run(folder: Path, local: Path, options: LayerOptions) -> Analysis:
    return compare(reference(folder), [local], options=options, parameters=Parameters())


def test_the_table_of_matches_goes_round_and_decides(tmp_path: Path) -> None:
    """The record X lies on both villages alike; the user says which it is, then that it is none.

    ::

        reference  | Satu | Dua |
        local         |  X  |
    """
    local = write(tmp_path / "lokal.parquet", {"X": (50, 150)})
    first = run(tmp_path, local, LayerOptions())
    villages = first.villages[first.villages["role"] == "reference"]
    path = tmp_path / "matches.csv"
    write_matches(match_table(first.matches, villages, None), path, str)
    (open_,) = [n for n in first.notices if n.code in ("match-none", "match-ambiguous")]
    assert "decide in a table (--write-matches, --matches)" in str(open_.hint)

    for decision, codes in ((DUA, [DUA]), ("-", [""])):
        table = read_decisions(path).assign(decision=decision)
        again = run(tmp_path, local, LayerOptions(decisions=table))
        assert list(again.matches["code"]) == codes
        assert list(again.matches["method"]) == ["decision"]
        assert not [n for n in again.notices if n.code in ("match-none", "match-ambiguous")]


def test_a_decision_for_a_village_that_is_not_there_is_a_notice(tmp_path: Path) -> None:
    local = write(tmp_path / "lokal.parquet", {"Satu": (0, 100)})
    path = tmp_path / "matches.csv"
    path.write_text("nama,kode\nSatu,12.09.99.2001\n")
    analysis = run(tmp_path, local, LayerOptions(decisions=read_decisions(path)))
    assert "decision-unknown" in [notice.code for notice in analysis.notices]
    assert list(analysis.matches["code"]) == [SATU]


def test_a_village_without_a_record_is_told_with_the_record_that_holds_it(tmp_path: Path) -> None:
    local = write(tmp_path / "lokal.parquet", {"Satu": (0, 200)})
    analysis = run(tmp_path, local, LayerOptions())
    assert [str(n.message) for n in analysis.notices if n.code == "village-split"] == [
        f"Dua ({DUA}) has no record; 100% of its land lies in Satu"
    ]


def test_codes_are_compared_with_table_and_history(tmp_path: Path) -> None:
    old = "12.09.08.2001"
    local = write(tmp_path / "lokal.parquet", {"Baru": (102, 200)}, kode=[old])
    (tmp_path / "table.csv").write_text(f"code,name\n{SATU},Satu\n{DUA},Dua\n")
    (tmp_path / "history.csv").write_text(f"old,new,date,rule\n{old},{DUA},2012,Perda 3\n")
    options = LayerOptions(
        code_table=read_code_table(tmp_path / "table.csv"),
        code_history=read_code_history(tmp_path / "history.csv"),
    )
    analysis = run(tmp_path, local, options)
    texts = [f"{notice.feature}: {notice.message}" for notice in analysis.notices]
    assert f"lokal row 1, Baru: {old} became {DUA} (Perda 3, 2012)" in texts
    assert f"lokal row 1, Baru: code {old} is not in table.csv" in texts
    assert list(analysis.matches["code"]) == [DUA]
    assert list(analysis.matches["method"]) == ["history+kecamatan+overlap"]


def test_a_mapping_names_fields_label_and_crs_by_file(tmp_path: Path) -> None:
    """The field NAMA holds the surveyor; the villages are in the field KET."""
    path = write(tmp_path / "survei_1.parquet", {"Budi": (0, 100)}, KET=["Satu"], DIST=["Kota"])
    (tmp_path / "m.toml").write_text(
        '[[source]]\nfiles = "survei*"\nlabel = "PUTR"\nname = "KET"\nkecamatan = "DIST"\n'
        'crs = "EPSG:32648"\n'
    )
    options = LayerOptions(mapping=read_mapping(tmp_path / "m.toml"))
    loaded = load([path], options=options, role="layer")
    assert list(loaded.villages[["source", "name", "kecamatan"]].iloc[0]) == [
        "PUTR",
        "Satu",
        "Kota",
    ]
    assert loaded.inputs[0].crs == "EPSG:32648"
    asked = load([path], options=LayerOptions(name="nama", mapping=options.mapping), role="layer")
    assert list(asked.villages["name"]) == ["Budi"]


def test_all_villages_of_asahan_are_matched_from_files(real: Callable[[str], Path]) -> None:
    analysis = compare(
        real("asahan/big.geojson"), [real("asahan/bps2020.geojson")], options=LayerOptions(),
        parameters=Parameters(),
    )  # fmt: skip
    assert (analysis.matches["code"] != "").sum() == 204
    assert analysis.matches["code"].is_unique
    assert len(analysis.set_aside) == 4
    assert not [n for n in analysis.notices if n.code in ("village-split", "village-absent")]
