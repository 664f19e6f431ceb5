"""Lists of allowed findings as files have them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import shapely

from boundaries.errors import InputError
from boundaries.io.allow_list import read_allow_list
from boundaries.workflows.report import write_report
from tests.analysis_fixture import make_analysis

FULL = {"id": "TT-A", "because": "sungai", "by": "Camat", "until": "2027-01-01"}


def wanted(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows, without what they do not say."""
    return [{k: v for k, v in row.items() if v} for row in table.to_dict("records")]


@pytest.mark.parametrize(
    "text",
    [
        "id,because,by,until\nTT-A,sungai,Camat,2027-01-01\n",
        "Temuan;Alasan;Oleh;Berlaku sampai\nTT-A;sungai;Camat;2027-01-01\n",
        "finding\treason\tallowed_by\texpires\nTT-A\tsungai\tCamat\t2027-01-01\n",
    ],
)
def test_tables_in_both_languages(text: str, tmp_path: Path) -> None:
    path = tmp_path / "boleh.csv"
    path.write_text(text)
    table, geometries = read_allow_list(path)
    assert wanted(table) == [FULL]
    assert geometries.tolist() == [None]


@pytest.mark.parametrize(
    "document",
    [
        [FULL],
        {"allowed": [FULL], "schema_version": 1},
        [{"temuan": "TT-A", "alasan": "sungai", "oleh": "Camat", "sampai": "2027-01-01"}],
    ],
)
def test_json(document: object, tmp_path: Path) -> None:
    path = tmp_path / "boleh.json"
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    assert wanted(read_allow_list(path)[0]) == [FULL]


def test_a_list_of_ids(tmp_path: Path) -> None:
    path = tmp_path / "boleh.json"
    path.write_text('["TT-A", "TT-B"]')
    assert wanted(read_allow_list(path)[0]) == [{"id": "TT-A"}, {"id": "TT-B"}]


def test_geojson_that_tapal_wrote_and_a_user_edited(tmp_path: Path) -> None:
    """Its `reason` tells of the class; why a finding is allowed is `because`."""
    path = tmp_path / "boleh.geojson"
    analysis = make_analysis()
    write_report(analysis, path)
    document = json.loads(path.read_text())
    document["features"] = document["features"][:2]
    document["features"][0]["properties"]["because"] = "sungai"
    path.write_text(json.dumps(document))
    table, geometries = read_allow_list(path)
    assert table["id"].tolist() == analysis.findings["id"].tolist()[:2]
    assert table["because"].tolist() == ["sungai", ""]
    assert table["kind"].tolist() == ["mismatch", "overlap"]
    assert table["villages"].tolist() == ["12.09.01.2001; 12.09.01.2002"] * 2
    assert table["area_m2"].astype(float).tolist() == [250_000.0, 2_000.0]
    there = analysis.findings.geometry.to_crs(4326).to_numpy()[:2]
    assert shapely.hausdorff_distance(geometries, there).max() < 1e-7


def test_csv_that_tapal_wrote(tmp_path: Path) -> None:
    path = tmp_path / "boleh.csv"
    write_report(make_analysis(), path)
    table, _ = read_allow_list(path)
    assert len(table) == 4
    assert table["because"].tolist() == [""] * 4
    assert table["villages"].iloc[0] == "12.09.01.2001; 12.09.01.2002"


def test_outlines_that_cross_themselves_are_mended_and_wrong_ones_left_out(tmp_path: Path) -> None:
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    wrong = {"type": "Polygon", "coordinates": [[[0, 0]]]}
    features = [
        {"type": "Feature", "properties": {"id": "TT-A"}, "geometry": geometry}
        for geometry in (bow_tie, wrong, None)
    ]
    path = tmp_path / "boleh.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    _, (mended, missing, none) = read_allow_list(path)
    assert mended.is_valid
    assert mended.area == pytest.approx(0.5)
    assert missing is None
    assert none is None


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.json", "{", "holds no list"),
        ("a.json", '{"findings": []}', "holds no list"),
        ("a.json", '[{"because": "x"}]', "holds no list"),
        ("a.json", "[3]", "holds no list"),
        ("a.csv", "because,by\nx,y\n", "has no column id"),
        ("a.pdf", "", "not read from this kind"),
    ],
)
def test_what_cannot_be_used(name: str, text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        read_allow_list(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.json", "none.csv"):
        with pytest.raises(InputError, match="there is no such file"):
            read_allow_list(tmp_path / name)
