"""Holes, excluded areas, inlets, unmatched vertices and allowed findings on the pages."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import geopandas as gpd
import pytest
from flask.testing import FlaskClient
from shapely import box, difference
from shapely.affinity import translate

from boundaries.domain.analysis import Analysis
from boundaries.domain.parameters import Parameters
from boundaries.domain.wanted import Wanted
from boundaries.workflows.check import check
from boundaries.workflows.extras import Extras
from boundaries.workflows.load import LayerOptions
from web import create_app

KEYS = ["12.09.20.2001", "12.09.20.2002", "12.09.20.2003"]


def layer(path: Path, *shapes: object) -> Path:
    frame = gpd.GeoDataFrame(
        {"kode": KEYS[: len(shapes)], "nama": ["Alang", "Bukit", "Cinta"][: len(shapes)]},
        geometry=[translate(shape, 568_000, 329_000) for shape in shapes],
        crs=32647,
    )
    frame.to_file(path)
    return path


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Three villages; A has a hole and a pond (excluded), an inlet opens to the east.

    2000 +------+----------+
         |      |    B     |
         |   C  +----------+
         |      +----------+ 998
         |      | A (h)(p) |
       0 +------+----------+
      -1000     0        1000
    """
    folder = tmp_path_factory.mktemp("kinds")
    hole, pond = box(200, 200, 250, 250), box(500, 200, 600, 300)
    villages = layer(
        folder / "desa.gpkg",
        difference(difference(box(0, 0, 1000, 998), hole), pond),
        box(0, 1000, 1000, 2000),
        box(-1000, 0, 0, 2000),
    )
    extras = Extras(
        exclude=(layer(folder / "danau.gpkg", pond),),
        wanted=Wanted(inlet_width_m=5, unmatched=True),
    )
    plain = check([villages], options=LayerOptions(), parameters=Parameters(), extras=extras)
    point = plain.findings.loc[plain.findings["kind"] == "unmatched", "id"].iloc[0]
    listed = [{"id": point, "because": "<b>tugu</b>", "by": "Camat"}, {"id": "TT-HILANG"}]
    (folder / "boleh.json").write_text(json.dumps(listed))
    return check(
        [villages],
        options=LayerOptions(),
        parameters=Parameters(),
        extras=Extras(exclude=extras.exclude, wanted=extras.wanted, allow=folder / "boleh.json"),
    )


@pytest.fixture(scope="module")
def client(analysis: Analysis) -> FlaskClient:
    return create_app(analysis).test_client()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(f"{address}?lang=en")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_every_kind_has_a_chip_and_a_class_of_its_own_has_none(client: FlaskClient) -> None:
    text = page(client, "/")
    for kind in ("hole", "inlet", "excluded", "unmatched"):
        assert f'name="jenis" value="{kind}"' in text
        assert f'id="pola-{kind}"' in text
    assert 'name="kelas" value="excluded"' not in text


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("hole", "A hole in Desa Alang: this land is given to no village."),
        ("excluded", "Land of no village that an excluded area explains"),
        ("inlet", "Land of no village between Desa Alang, Desa Bukit and Desa Cinta that opens"),
        ("unmatched", "a vertex lies on a neighbour's side, where the neighbour has none"),
    ],
)
def test_the_panel_says_what_it_is(
    kind: str, sentence: str, client: FlaskClient, analysis: Analysis
) -> None:
    (found, *_) = analysis.findings.loc[analysis.findings["kind"] == kind, "id"]
    assert sentence in page(client, f"/temuan/{found}")
    close = json.loads(client.get(f"/data/temuan/{found}.geojson").text)
    (patch,) = [each for each in close["features"] if each["properties"]["role"] == "patch"]
    assert patch["geometry"]["type"] == "Polygon"
    assert patch["properties"]["kind"] == kind
    west, south, east, north = (x for corner in close["bounds"] for x in corner)
    assert west < east
    assert south < north


def test_the_map_shows_points_as_points(client: FlaskClient, analysis: Analysis) -> None:
    west, south, east, north = analysis.villages.to_crs(4326).total_bounds
    address = f"/data/temuan.geojson?bbox={west},{south},{east},{north}&z=20&jenis=unmatched"
    (feature,) = json.loads(client.get(address).text)["features"]
    assert feature["geometry"]["type"] == "Point"
    assert feature["properties"]["kind"] == "unmatched"


def test_sources_tell_of_the_rules_the_layers_and_what_is_allowed(client: FlaskClient) -> None:
    text = client.get("/sumber?lang=en").text
    for part in (
        "areas of danau cover more than 95 %", "narrower than 5.00 m", "at most 0.05 m",
        "danau.gpkg", "Allowed findings", "&lt;b&gt;tugu&lt;/b&gt;", "Camat", "TT-HILANG",
    ):  # fmt: skip
        assert part in text
