"""What the map fetches."""

from __future__ import annotations

import json

import pytest
import shapely
from flask.testing import FlaskClient

from boundaries.domain.analysis import Analysis
from tests.web.example import with_many_cases
from web import create_app
from web.geodata import FINDINGS_LIMIT, View

EVERYWHERE = "bbox=99.6,3.02,99.65,3.07&z=16"


def fetch(client: FlaskClient, address: str) -> dict:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "application/geo+json"
    return json.loads(response.data)


def test_findings_carry_codes_only(client: FlaskClient, ids: dict[str, str]) -> None:
    found = fetch(client, "/data/temuan.geojson?bbox=99.6,3.02,99.65,3.07&z=18")
    assert found["left_out"] == 0
    assert len(found["features"]) == 6
    assert found["features"][0]["id"] == ids["mismatch claim"]
    assert set(found["features"][0]["properties"]) == {"case", "kind", "class", "count"}


def test_slivers_and_noise_wait_until_they_are_wide_enough(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    """At zoom 16 a pixel is 2.4 m: the sliver of 2 m and the noise of 2 cm cannot be seen."""
    found = fetch(client, f"/data/temuan.geojson?{EVERYWHERE}")
    assert found["left_out"] == 2
    shown = {item["id"] for item in found["features"]}
    assert shown == set(ids.values()) - {ids["overlap sliver"], ids["overlap noise"]}


def test_small_claims_that_lie_together_are_one_point(analysis: Analysis) -> None:
    client = create_app(with_many_cases(analysis, 40)).test_client()
    found = fetch(client, "/data/temuan.geojson?bbox=99,3,100,4&z=8")
    assert [item["properties"]["count"] for item in found["features"]] == [40]
    assert found["left_out"] == 39


def test_findings_follow_the_filters_of_the_list(client: FlaskClient) -> None:
    found = fetch(client, f"/data/temuan.geojson?{EVERYWHERE}&jenis=mismatch")
    assert [item["properties"]["kind"] for item in found["features"]] == ["mismatch", "mismatch"]


def test_findings_outside_the_view_stay_away(client: FlaskClient) -> None:
    assert fetch(client, "/data/temuan.geojson?bbox=98,3,99,4&z=16")["features"] == []


def test_geometry_keeps_its_place_at_full_zoom(
    client: FlaskClient, analysis: Analysis, ids: dict[str, str]
) -> None:
    found = fetch(client, "/data/temuan.geojson?bbox=99.6,3.02,99.65,3.07&z=18")
    shapes = {item["id"]: shapely.geometry.shape(item["geometry"]) for item in found["features"]}
    expected = analysis.findings.set_index("id").to_crs(4326).geometry
    distance = shapely.hausdorff_distance(
        shapes[ids["mismatch claim"]], expected[ids["mismatch claim"]]
    )
    assert distance < 1e-7


def test_small_findings_become_points_when_far_away(client: FlaskClient) -> None:
    found = fetch(client, "/data/temuan.geojson?bbox=99,3,100,4&z=8")
    assert {item["geometry"]["type"] for item in found["features"]} == {"Point"}


def test_one_answer_holds_the_most_severe(analysis: Analysis) -> None:
    client = create_app(with_many_cases(analysis, FINDINGS_LIMIT + 7)).test_client()
    found = fetch(client, f"/data/temuan.geojson?{EVERYWHERE}")
    assert len(found["features"]) == FINDINGS_LIMIT
    assert found["left_out"] == 7


def test_outlines_are_lines_cut_to_the_view(client: FlaskClient) -> None:
    found = fetch(client, "/data/batas/0.geojson?bbox=99.62,3.03,99.63,3.04&z=16")
    line = shapely.geometry.shape(found["features"][0]["geometry"])
    assert line.geom_type == "MultiLineString"
    west, south, east, north = line.bounds
    assert west >= 99.62
    assert south >= 3.03
    assert east <= 99.63
    assert north <= 3.04
    names = {label[1] for label in found["labels"]}
    assert "Mekar Sari" in names


def test_a_village_is_named_inside_its_land(client: FlaskClient, analysis: Analysis) -> None:
    found = fetch(client, f"/data/batas/0.geojson?{EVERYWHERE}")
    lands = analysis.villages[analysis.villages["source"] == "big"].to_crs(4326)
    shapes = lands.set_index("key").geometry
    assert [label[0] for label in found["labels"]] == list(shapes.index)
    for key, _, places in found["labels"]:
        assert len(places) == 5
        for lon, lat, half in places:
            text = shapely.LineString([(lon - half, lat), (lon + half, lat)])
            assert shapes[key].buffer(1e-5).contains(text)


def test_unknown_sources_and_views(client: FlaskClient) -> None:
    assert client.get(f"/data/batas/2.geojson?{EVERYWHERE}").status_code == 404
    for query in ("", "bbox=1,2,3&z=4", "bbox=a,b,c,d&z=4", "bbox=1,1,0,0&z=4", "bbox=0,0,1,1&z=x"):
        response = client.get(f"/data/temuan.geojson?{query}")
        assert response.status_code == 400
        assert "barat,selatan,timur,utara" in response.get_json()["error"]["message"]


def test_answers_are_not_sent_twice(client: FlaskClient) -> None:
    address = f"/data/temuan.geojson?{EVERYWHERE}"
    tag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


def test_close_up_draws_patch_land_and_lines(client: FlaskClient, ids: dict[str, str]) -> None:
    found = fetch(client, f"/data/temuan/{ids['mismatch claim']}.geojson")
    roles = [item["properties"]["role"] for item in found["features"]]
    assert roles == ["land-a", "land-b", "patch", "line-reference", "line-a", "line-b"]
    labels = [item["properties"].get("label") for item in found["features"]]
    assert labels == [
        "Desa Sidomulyo",
        "Desa Tinggi Raja",
        None,
        "BIG (acuan, indikatif), edisi 2025",
        "menurut Desa Sidomulyo dan Desa Tinggi Raja (survei)",
        "",
    ]


def test_lines_that_differ_have_a_label_each(client: FlaskClient, ids: dict[str, str]) -> None:
    """In the gap B ends at y = 1000 and D at y = 995."""
    found = fetch(client, f"/data/temuan/{ids['gap doubt']}.geojson")
    lines = {
        item["properties"]["role"]: item["properties"]
        for item in found["features"]
        if item["properties"]["role"].startswith("line")
    }
    assert lines["line-a"]["label"] == "menurut Desa Tinggi Raja (survei)"
    assert lines["line-b"]["label"].startswith("menurut Kelurahan <img")
    heights = [
        min(lat for _, lat in lines[name]["along"]["coordinates"]) for name in ("line-a", "line-b")
    ]
    assert heights[0] - heights[1] == pytest.approx(5 / 110_600, rel=0.05)


def test_unknown_finding(client: FlaskClient) -> None:
    response = client.get("/data/temuan/TT-UNKNOWN.geojson")
    assert response.status_code == 404
    assert "TT-UNKNOWN" in response.get_json()["error"]["message"]


def test_view_limits_zoom() -> None:
    assert View.parse("0,0,1,1", "99").zoom == 22
    assert View.parse("0,0,1,1", "0").pixel == 360 / 256


def test_a_wide_view_is_never_drawn_finely() -> None:
    """One degree on 8,192 pixels, whatever zoom is asked for."""
    assert View.parse("0,0,1,0.5", "22").pixel == 1 / 8192


@pytest.mark.parametrize("bbox", ["98,3,98,3", "-1e308,-1e308,1e308,1e308", "nan,0,1,1", "2,0,1,1"])
def test_views_that_are_no_rectangle_are_refused(client: FlaskClient, bbox: str) -> None:
    for path in ("/data/temuan.geojson", "/data/batas/0.geojson"):
        assert client.get(f"{path}?bbox={bbox}&z=3").status_code == 400
