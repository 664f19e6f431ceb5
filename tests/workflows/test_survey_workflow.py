"""The use case: files of points in, a survey with its faults out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import pytest

from boundaries.domain.notation import format_dms
from boundaries.domain.survey import SurveyOptions
from boundaries.errors import ParameterError
from boundaries.workflows.survey import (
    check_survey_target,
    fields_from,
    survey,
    survey_document,
    survey_options,
)


def test_several_files_are_one_survey(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("titik,lat,lon\nA,2.98,99.62\n", encoding="utf-8")
    second.write_text("titik,lat,lon\nB,2.97,99.61\nC,x,99\n", encoding="utf-8")
    result = survey([first, second], options=SurveyOptions())
    assert result.points["source"].tolist() == ["a", "b", "b"]
    assert (result.count("read"), result.count("unread", "b")) == (2, 1)
    document = survey_document(result)
    assert document["summary"] == {
        "read": 2, "conflict": 0, "suspect": 0, "unread": 1, "lines": 0,
    }  # fmt: skip
    assert document["points"][2]["lat"] is None  # type: ignore[index]
    assert document["inputs"][1]["columns"]["north"] == ["lat"]  # type: ignore[index]


def test_the_extent_of_a_layer_tells_where_points_belong(tmp_path: Path) -> None:
    area = tmp_path / "area.geojson"
    area.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {},'
        ' "geometry": {"type": "Polygon", "coordinates":'
        " [[[99, 2], [100, 2], [100, 3], [99, 3], [99, 2]]]}}]}",
        encoding="utf-8",
    )
    options = survey_options(take="", tolerance_m=0.05, crs="47N", datum="WGS84", area=area)
    assert options.area == pytest.approx((99, 2, 100, 3))
    points = tmp_path / "p.csv"
    points.write_text("titik,x,y\nA,568899.15,329401.90\nB,329401.90,568899.15\n", encoding="utf-8")
    result = survey([points], options=options)
    assert result.points["state"].tolist() == ["read", "suspect"]


@pytest.mark.parametrize(
    ("option", "words"),
    [({"crs": "abc"}, "zone abc"), ({"datum": "NAD27"}, "datum NAD27")],
)
def test_options_that_cannot_be_understood(option: dict[str, str], words: str) -> None:
    values = {"crs": None, "datum": None} | option
    with pytest.raises(ParameterError, match=words):
        survey_options(take="", tolerance_m=0.05, area=None, **values)


@pytest.mark.parametrize("pair", ["north", "nord=Lat", "north="])
def test_roles_that_do_not_exist(pair: str) -> None:
    assert fields_from(["north=Lat = Y"]) == {"north": "Lat = Y"}
    with pytest.raises(ParameterError, match="cannot be understood"):
        fields_from([pair])


def test_input_files_are_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("titik,lat,lon\nA,2,99\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="cannot also be written"):
        check_survey_target(path, inputs=[path])
    with pytest.raises(ParameterError, match="no points are written with this ending"):
        check_survey_target(tmp_path / "a.xlsx", inputs=[path])


def test_a_long_list_of_three_notations_is_read_to_its_end(tmp_path: Path) -> None:
    """Geographic pairs, decimals and metres of the same places, so that none is in conflict.

    Half of 0.0001″, the last digit of the pairs, is 1.4e-8 degrees.
    """
    count = 5_000
    lon, lat = np.linspace(99, 100, count), np.linspace(2.1, 3.4, count)
    x, y = pyproj.Transformer.from_crs(4326, 32647, always_xy=True).transform(lon, lat)
    written = zip(format_dms(lat, "lat", decimals=4), format_dms(lon, "lon", decimals=4),
                  lat.tolist(), lon.tolist(), x.tolist(), y.tolist(), strict=True)  # fmt: skip
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("titik;koordinat;lat;lon;x;y\n")
        file.writelines(
            f"P;{a}, {b};{c:.9f};{d:.9f};{e:.3f};{f:.3f}\n" for a, b, c, d, e, f in written
        )
    result = survey([path], options=SurveyOptions())
    assert result.count("read") == len(result.points) == count
    assert result.points["lon"].to_numpy() == pytest.approx(lon, abs=2e-8)
    assert result.points["lat"].to_numpy() == pytest.approx(lat, abs=2e-8)
    assert [notice.code for notice in result.notices] == ["zone-inferred"]
