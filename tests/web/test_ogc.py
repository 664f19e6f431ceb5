"""OGC API - Features: what QGIS and other programs read, and how they sign in."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pyogrio
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely.geometry import shape
from waitress import create_server

from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.accounts import set_active
from boundaries.workflows.tokens import TOKEN_LASTS, add_token, revoke_token, tokens_of
from tests.web.programs_fixture import Programs, basic
from tests.web.workspace_fixture import ADMIN, PASSWORD, send, signed_in
from tests.workspace_fixture import A, B, C, D, segment_of
from web import unit
from web.app_settings import WorkspaceSettings
from web.ogc import COLLECTIONS, MOST_FEATURES
from web.ogc_crs import CRS84, box_in_degrees, systems
from web.openapi import GEOJSON
from web.workspace_app import create_workspace_app

WEST, SOUTH = 568_000.0, 329_000.0
"""The corner of A in the fixture, in metres."""
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{0}"
UTM = EPSG.format(32647)
ITEMS = "/ogc/collections/{0}/items"


def test_landing_page_leads_everywhere(programs: Programs) -> None:
    links = {link["rel"]: link for link in programs.json("/ogc")["links"]}
    assert set(links) == {"self", "alternate", "service-desc", "conformance", "data"}
    for link in links.values():
        answer = programs.get(link["href"], Accept=link["type"])
        assert answer.status_code == 200, link
        assert answer.content_type.split(";")[0] == link["type"].split(";")[0]
    assert (
        "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs"
        in (programs.json("/ogc/conformance")["conformsTo"])
    )


def test_people_get_a_page(programs: Programs) -> None:
    page = programs.get("/ogc?lang=en", Accept="text/html,*/*;q=0.8")
    assert page.mimetype == "text/html"
    assert "http://localhost/ogc/" in page.text
    assert "Villages as agreed" in page.text
    assert programs.get("/ogc", Accept="*/*").mimetype == "application/json"


def test_collections_tell_their_extent_and_systems(programs: Programs) -> None:
    """Four villages, 3 km from west to east, 2 km from south to north."""
    found = {one["id"]: one for one in programs.json("/ogc/collections")["collections"]}
    assert list(found) == [one.id for one in COLLECTIONS]
    ((west, south, east, north),) = found["desa"]["extent"]["spatial"]["bbox"]
    assert (east - west) * 111.2 == pytest.approx(3, abs=0.02)
    assert (north - south) * 110.6 == pytest.approx(2, abs=0.02)
    assert found["segmen"]["crs"] == [CRS84, EPSG.format(4326), UTM]
    assert found["segmen"]["storageCrs"] == UTM
    assert programs.json("/ogc/collections/segmen")["id"] == "segmen"


@pytest.mark.parametrize(
    ("collection", "count"),
    [("desa", 4), ("survei", 2), ("segmen", 8), ("temuan", 1), ("desa-kesepakatan", 4)],
)
def test_items(programs: Programs, collection: str, count: int) -> None:
    answer = programs.get(ITEMS.format(collection))
    made = answer.get_json(force=True)
    assert answer.mimetype == GEOJSON
    assert answer.headers["Content-Crs"] == f"<{CRS84}>"
    assert made["numberMatched"] == made["numberReturned"] == len(made["features"]) == count
    for feature in made["features"]:
        assert shape(feature["geometry"]).is_valid
        one = programs.json(f"{ITEMS.format(collection)}/{feature['id']}")
        assert shape(one["geometry"]).equals_exact(shape(feature["geometry"]), 0)
        assert one["properties"] == feature["properties"]


def test_agreed_land_has_moved(programs: Programs) -> None:
    """A took 100 m of B along 1 km: 10 ha; cartometric points stand on the agreed line."""
    of = {
        name: {one["properties"]["key"]: one["properties"] for one in _features(programs, name)}
        for name in ("desa", "desa-kesepakatan")
    }
    gained = of["desa-kesepakatan"][A]["area_m2"] - of["desa"][A]["area_m2"]
    lost = of["desa"][B]["area_m2"] - of["desa-kesepakatan"][B]["area_m2"]
    assert gained == pytest.approx(100_070, abs=20)
    assert lost == pytest.approx(gained, abs=1)
    points = _features(programs, "tk", f"&village={B}&crs={UTM}")
    assert min(shape(one["geometry"]).x for one in points) == WEST + 1100
    assert {one["properties"]["kind"] for one in points} == {"simpul"}
    (line,) = _features(programs, "segmen", "&state=SEPAKAT")
    assert line["id"] == segment_of(programs.store, A, B).id


def test_filters(programs: Programs) -> None:
    assert len(_features(programs, "segmen", f"&village={C}")) == 3
    assert len(_features(programs, "segmen", "&kecamatan=12.09.21")) == 3
    assert len(_features(programs, "segmen", f"&kecamatan=12.09.21&village={B}")) == 1
    assert len(_features(programs, "desa", "&kecamatan=12.09.21")) == 1
    assert len(_features(programs, "temuan", f"&kind=mismatch&village={A}")) == 1
    assert _features(programs, "temuan", "&kind=gap") == []
    assert [one["properties"]["key"] for one in _features(programs, "survei", "&source=a")] == [A]


def test_boxes_in_each_system(programs: Programs) -> None:
    """A box of one metre in the middle of D."""
    west, south = WEST + 2500.0, SOUTH + 500.0
    change = Transformer.from_crs(32647, 4326, always_xy=True)
    (lon, lat), (east, north) = change.transform(west, south), change.transform(west + 1, south + 1)
    boxes = {
        "": f"{lon},{lat},{east},{north}",
        f"&bbox-crs={EPSG.format(4326)}": f"{lat},{lon},{north},{east}",
        f"&bbox-crs={UTM}": f"{west},{south},{west + 1},{south + 1}",
        f"&bbox-crs={CRS84}": f"{lon},{lat},-5,{east},{north},5",
    }
    for system, box in boxes.items():
        found = _features(programs, "desa", f"&bbox={box}{system}")
        assert [one["properties"]["key"] for one in found] == [D], system


def test_coordinates_in_each_system(programs: Programs) -> None:
    def outline(system: str) -> list[tuple[float, float]]:
        answer = programs.get(f"{ITEMS.format('desa')}?village={A}&crs={system}")
        assert answer.headers["Content-Crs"] == f"<{system}>"
        (feature,) = answer.get_json(force=True)["features"]
        return list(shape(feature["geometry"]).geoms[0].exterior.coords)

    assert min(outline(UTM)) == (WEST, SOUTH)
    degrees = outline(CRS84)
    assert outline(EPSG.format(4326)) == [(lat, lon) for lon, lat in degrees]
    assert min(degrees)[0] == pytest.approx(99.612, abs=1e-3)


def test_pages_of_items_hold_each_once(programs: Programs) -> None:
    address, seen, pages = f"{ITEMS.format('segmen')}?limit=3&bbox=99,2,100,4", [], 0
    while address:
        made = programs.json(address)
        assert made["numberMatched"] == 8
        seen += [feature["id"] for feature in made["features"]]
        links = {link["rel"]: link["href"] for link in made["links"]}
        address, pages = links.get("next", ""), pages + 1
        assert ("prev" in links) == (pages > 1)
    assert pages == 3
    assert len(seen) == len(set(seen)) == 8


def test_limit_is_bounded(programs: Programs) -> None:
    made = programs.json(f"{ITEMS.format('desa')}?limit=999999")
    assert made["numberReturned"] == 4
    document = programs.json("/ogc/api")
    parameters = document["paths"]["/collections/desa/items"]["get"]["parameters"]
    (limit,) = (one for one in parameters if one["name"] == "limit")
    assert limit["schema"]["maximum"] == MOST_FEATURES


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=x", "limit=1&limit=2", "offset=-1", "bbox=1,2,3", "bbox=1,2,3,x",
        "bbox=0,0,inf,1", "bbox=0,5,1,4", "bbox=0,0,200,1", "bbox=1,2,3,4,5", "crs=EPSG:4326",
        "bbox-crs=x", f"bbox=9,0,1,1&bbox-crs={UTM}", f"bbox=1e30,0,1e31,1&bbox-crs={UTM}",
        "state=LAIN", "kecamatan=%00", f"kecamatan={'9' * 201}", "anything=1", "f=xml",
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told(programs: Programs, query: str) -> None:
    answer = programs.get(f"{ITEMS.format('segmen')}?{query}&lang=en")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    name = query.split("&", maxsplit=1)[0].split("=", maxsplit=1)[0]
    assert name in answer.get_json(force=True)["title"]


def test_what_is_not_there(programs: Programs) -> None:
    for address in ("/ogc/collections/jalan", "/ogc/collections/desa/items/9.9", "/ogc/x"):
        answer = programs.get(address)
        assert answer.status_code == 404
        assert answer.get_json(force=True)["code"] == "http-404"
    assert programs.app.test_client().post("/ogc/collections").status_code in {400, 401, 405}


def test_nothing_is_sent_twice(programs: Programs) -> None:
    address = ITEMS.format("segmen")
    first = programs.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    again = programs.get(address, **tag)
    assert (again.status_code, again.data) == (304, b"")
    assert programs.get(f"{address}?limit=1", **tag).status_code == 200


def test_links_behind_a_proxy(programs: Programs) -> None:
    settings = WorkspaceSettings(public_url="https://batas.example", secret="k" * 32)
    app = create_workspace_app(programs.store, settings)
    told = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": "batas.example",
            "X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}  # fmt: skip
    answer = app.test_client().get(
        "/ogc/collections/desa/items?limit=1", headers={**programs.headers, **told}
    )
    made = answer.get_json(force=True)
    assert all(one["href"].startswith("https://batas.example/ogc/") for one in made["links"])


@given(st.floats(0, 2999), st.floats(0, 999), st.floats(1, 3000), st.floats(1, 3000))
@settings(max_examples=30, deadline=None, derandomize=True)
def test_a_box_of_metres_holds_its_land(x: float, y: float, wide: float, high: float) -> None:
    """Whatever lies in the box in metres lies in the land that is looked for in degrees."""
    known = systems(CRS.from_epsg(32647))[UTM]
    land = box_in_degrees([x, y, x + wide, y + high], known)
    change = Transformer.from_crs(32647, 4326, always_xy=True)
    middle = change.transform(x + wide / 2, y + high / 2)
    assert land.is_valid
    assert land.contains(shape({"type": "Point", "coordinates": middle}))


@pytest.fixture(scope="module")
def address(programs: Programs) -> Iterator[str]:
    """The application behind a port."""
    server = create_server(create_workspace_app(programs.store), host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}/ogc"
    server.close()
    thread.join(10)


READ = """
import sys, pyogrio
address = "OAPIF:" + sys.argv[1]
for name, kind in pyogrio.list_layers(address):
    frame = pyogrio.read_dataframe(address, layer=name, PAGE_SIZE=3)
    print(name, kind, len(frame), frame.crs.to_epsg(), *frame.total_bounds.round(2))
"""


def test_ogr_opens_every_collection(programs: Programs, address: str) -> None:
    """Page by page, as QGIS does; in a process of its own, for OGR waits without letting go."""
    assert "OAPIF" in pyogrio.list_drivers(), "this GDAL has no OAPIF: take pyogrio of the locks"
    signs = {"GDAL_HTTP_AUTH": "BASIC", "GDAL_HTTP_USERPWD": f"sari:{programs.token}"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ, address],
        env=os.environ | signs, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found = [line.split() for line in done.stdout.splitlines()]
    assert [line[0] for line in found] == [one.id for one in COLLECTIONS]
    assert found[2] == [
        "segmen",
        "MultiLineString",
        "8",
        "32647",
        "568000.0",
        "329000.0",
        "571000.0",
        "331000.0",
    ]


def test_who_may_read_with_a_token(workspace: Store, visitor: FlaskClient) -> None:
    word = add_token(workspace, "gis", "QGIS kantor", ADMIN)

    def status(login: str, given: str, page: str = "/ogc/collections") -> int:
        return visitor.get(page, headers=basic(login, given)).status_code

    assert status("gis", word) == status("GIS ", word) == 200
    assert status("gis", word, "/api/v1/segments") == 200
    for login, wrong in (
        ("gis", PASSWORD),
        ("admin", word),
        ("gis", word + "x"),
        ("", ""),
        ("", word),
    ):
        assert status(login, wrong) == 401
    for page in ("/akun", "/segmen", "/data/segmen.geojson?bbox=1,1,2,2&z=9", "/ogcx", "/apix"):
        assert status("gis", word, page) in {302, 401, 404}, page
    assert visitor.get_cookie("tapal") is None
    assert visitor.post("/api/v1/segments", headers=basic("gis", word)).status_code in {
        400,
        401,
        405,
    }
    set_active(workspace, "gis", ADMIN, active=False)
    assert status("gis", word) == 401
    set_active(workspace, "gis", ADMIN, active=True)
    assert status("gis", word) == 200
    with Repository(workspace) as repository:
        (token,) = tokens_of(repository, "gis")
    assert word not in str(vars(token))
    revoke_token(workspace, "gis", token.id, ADMIN)
    assert status("gis", word) == 401


def test_a_token_ends(
    workspace: Store, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = add_token(workspace, "gis", "QGIS", ADMIN)
    for late, expected in ((timedelta(minutes=-1), 200), (timedelta(), 401)):
        monkeypatch.setattr(unit, "now", lambda late=late: ADMIN.at + TOKEN_LASTS + late)
        assert visitor.get("/ogc", headers=basic("gis", word)).status_code == expected


def test_strangers_are_asked_for_a_login(visitor: FlaskClient) -> None:
    answer = visitor.get("/ogc/collections")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Basic realm="Tapal')
    page = visitor.get("/ogc", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["Location"]) == (302, "/masuk?next=/ogc")
    assert "WWW-Authenticate" not in visitor.get("/data/letak.json").headers


def test_a_token_of_the_account_page(visitor: FlaskClient, work: object) -> None:
    signed_in(visitor, "operator")
    refused = send(visitor, "/akun/token", label="QGIS", own="salah sekali")
    assert refused.status_code == 403
    assert send(visitor, "/akun/token", label=" ", own=PASSWORD).status_code == 422
    made = send(visitor, "/akun/token", label="<b>QGIS</b>", own=PASSWORD)
    assert made.status_code == 201
    assert "&lt;b&gt;QGIS" in made.text
    word = made.text.split('class="tautan">')[1].split("<")[0]
    reader = visitor.application.test_client()
    assert reader.get("/ogc", headers=basic("operator", word)).status_code == 200
    assert word not in visitor.get("/akun").text
    assert send(visitor, "/akun/token/1/cabut").status_code == 302
    assert reader.get("/ogc", headers=basic("operator", word)).status_code == 401


def test_nobody_revokes_the_token_of_another(workspace: Store, visitor: FlaskClient) -> None:
    word = add_token(workspace, "gis", "QGIS", ADMIN)
    signed_in(visitor, "operator")
    assert send(visitor, "/akun/token/1/cabut").status_code == 422
    assert visitor.get("/ogc", headers=basic("gis", word)).status_code == 200


def _features(
    programs: Programs, collection: str, query: str = ""
) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = programs.json(
        f"{ITEMS.format(collection)}?lang=en{query}"
    )["features"]
    return found
