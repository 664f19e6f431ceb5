from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyogrio
import pytest

from boundaries.domain.analysis import Analysis
from boundaries.errors import InputError, ParameterError
from boundaries.workflows.report import ENDINGS, check_target, write_report
from tests.analysis_fixture import FORMULA, XSS, make_analysis, without_findings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The analysis in every form, in English."""
    folder = tmp_path_factory.mktemp("reports")
    for ending in ENDINGS:
        write_report(make_analysis(), folder / f"x{ending}", language="en")
    return folder


def names_in_csv(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["names"] for row in csv.DictReader(file)]


def names_in_xlsx(path: Path) -> list[str]:
    rows = openpyxl.load_workbook(path)["Findings"].iter_rows(values_only=True)
    headings = next(rows)
    return [str(row[headings.index("Villages")]) for row in rows]


def names_in_gpkg(path: Path) -> list[str]:
    return list(pyogrio.read_dataframe(path, layer="temuan")["names"])


def names_in_parquet(path: Path) -> list[str]:
    return list(gpd.read_parquet(path)["names"])


def names_in_geojson(path: Path) -> list[str]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return ["; ".join(feature["properties"]["names"]) for feature in features]


def names_in_json(path: Path) -> list[str]:
    document = json.loads(path.read_text(encoding="utf-8"))
    return ["; ".join(finding["names"]) for finding in document["findings"]]


@pytest.mark.parametrize(
    ("ending", "names"),
    [
        (".csv", names_in_csv),
        (".xlsx", names_in_xlsx),
        (".gpkg", names_in_gpkg),
        (".geojson", names_in_geojson),
        (".json", names_in_json),
        (".parquet", names_in_parquet),
    ],
)
def test_names_that_are_markup_or_formulas_read_back_as_text(
    folder: Path, ending: str, names: Callable[[Path], list[str]]
) -> None:
    guard = "'" if ending == ".csv" else ""
    pair = f"{XSS}; {FORMULA}"
    assert names(folder / f"x{ending}") == [
        pair, pair, f"{guard}{FORMULA}; Cinta Damai", pair
    ]  # fmt: skip


def test_the_page_keeps_a_name_as_text(folder: Path) -> None:
    page = (folder / "x.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_the_geopackage_has_findings_villages_and_styles(folder: Path) -> None:
    layers = pyogrio.list_layers(folder / "x.gpkg")[:, 0].tolist()
    assert layers == ["temuan", "desa", "layer_styles"]
    styles = pyogrio.read_dataframe(folder / "x.gpkg", layer="layer_styles")
    assert styles["f_table_name"].tolist() == ["temuan", "desa"]
    assert styles["styleName"].tolist() == ["Findings by kind and class", "Villages by source"]
    assert all("categorizedSymbol" in qml for qml in styles["styleQML"])
    villages = pyogrio.read_dataframe(folder / "x.gpkg", layer="desa")
    assert villages.groupby("source").size().to_dict() == {"BIG": 3, "survey": 2}


def test_geoparquet_holds_what_the_geopackage_holds(folder: Path) -> None:
    columns = gpd.read_parquet(folder / "x.parquet")
    layer = pyogrio.read_dataframe(folder / "x.gpkg", layer="temuan")
    assert columns.crs == layer.crs
    assert columns.columns.tolist() == layer.columns.tolist()
    assert columns["claims"].tolist() == layer["claims"].tolist()
    assert columns.geometry.area.tolist() == pytest.approx(layer.geometry.area.tolist())


@pytest.mark.parametrize("ending", [end for end in ENDINGS if end != ".html"])
def test_the_same_analysis_gives_the_same_bytes(folder: Path, tmp_path: Path, ending: str) -> None:
    again = tmp_path / f"x{ending}"
    write_report(make_analysis(), again, language="en")
    assert again.read_bytes() == (folder / f"x{ending}").read_bytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_found_can_be_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    write_report(without_findings(make_analysis()), path, language="en")
    assert path.stat().st_size > 0
    assert list(tmp_path.iterdir()) == [path]


def test_an_ending_in_capitals_is_understood(tmp_path: Path) -> None:
    write_report(make_analysis(), tmp_path / "X.JSON", language="en")
    assert json.loads((tmp_path / "X.JSON").read_text(encoding="utf-8"))["schema_version"] == 1


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.json.zip"])
def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(ParameterError, match="no report has this ending") as caught:
        write_report(make_analysis(), tmp_path / name, language="en")
    assert str(caught.value.hint) == "use one of .json .csv .xlsx .geojson .gpkg .parquet .html"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_found_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the folder .*none does not exist"):
        check_target(tmp_path / "none" / "x.json")


def test_a_folder_with_the_name_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        check_target(tmp_path / "x.json")


def test_the_page_is_in_the_language_asked_for(tmp_path: Path) -> None:
    analysis: Analysis = make_analysis()
    write_report(analysis, tmp_path / "x.html", language="id")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page
    assert "Konflik batas desa" in page
    assert "25,00 ha" in page
