from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError, ParameterError
from boundaries.io.arcgis import Limits
from boundaries.io.read import sha256
from boundaries.workflows.check import check
from boundaries.workflows.fetch_big import fetch_big, fetched_document, kabupaten_code
from boundaries.workflows.inspect import inspect
from boundaries.workflows.load import LayerOptions
from tests.arcgis_server import FIELDS, ArcgisServer, Behaviour, Village, asahan, running

ONCE = Limits(attempts=1)
EDITION = "TASWIL1000020260612DESAKEL_AR"


@pytest.fixture
def server() -> Iterator[ArcgisServer]:
    """Nine villages of Asahan and four of Medan, in pages of four."""
    villages = [*asahan(9), *asahan(4, code="12.71", first=2)]
    with running(villages, Behaviour(page_size=4)) as server:
        yield server


def outlines(path: Path) -> dict[int, shapely.Geometry]:
    frame = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    return dict(zip(frame["OBJECTID"], frame.geometry, strict=True))


@pytest.mark.parametrize("geojson", [True, False])
@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".parquet"])
def test_a_kabupaten_becomes_a_file(
    server: ArcgisServer, tmp_path: Path, ending: str, geojson: bool
) -> None:
    server.behaviour.geojson = geojson
    path = tmp_path / f"big{ending}"
    fetched = fetch_big("12.09", path, url=server.url)
    assert fetched.features == 9
    assert fetched.editions == {EDITION: 9}
    assert fetched.notices == ()
    assert fetched.format == ("geojson" if geojson else "json")
    assert fetched.sha256 == sha256(path)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    found = outlines(path)
    assert len(found) == 9
    for village in server.villages[:9]:
        outline = found[village.attributes["OBJECTID"]]
        assert shapely.hausdorff_distance(outline, village.outline) < 1e-9
        assert outline.area == pytest.approx(village.outline.area, rel=1e-6)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".parquet"])
def test_the_file_can_be_checked_and_inspected(
    server: ArcgisServer, tmp_path: Path, ending: str
) -> None:
    """Holes of 0.002 x 0.003 degree are enclosed by one village each: holes, not gaps."""
    path = tmp_path / f"big{ending}"
    fetch_big("1209", path, url=server.url)
    analysis = check([path], options=LayerOptions(), parameters=Parameters())
    assert analysis.villages["code"].tolist() == [f"12.09.20.{2001 + k}" for k in range(9)]
    assert analysis.villages["name"].iloc[0] == "Desa 1"
    assert set(analysis.findings["kind"]) == {"hole"}
    assert len(analysis.findings) == 9
    assert analysis.inputs[0].edition == "2026-06-12"
    inspection = inspect(path, options=LayerOptions())
    assert inspection.fields.code == "KDEPUM"
    assert inspection.fields.schema == "KUGI 10K"
    assert [notice.code for notice in inspection.notices] == []


@pytest.mark.parametrize("geojson", [True, False])
def test_full_density_outlines_arrive_unchanged(
    real: Callable[[str], Path], tmp_path: Path, geojson: bool
) -> None:
    frame = gpd.read_file(real("jepara/big10k_full_density.geojson"))
    known = [name for name in FIELDS if name in frame.columns]
    records = json.loads(frame[known].to_json(orient="records"))
    villages = [
        Village({**record, "OBJECTID": int(record["OBJECTID"])}, shapely.force_2d(outline))
        for record, outline in zip(records, frame.geometry, strict=True)
    ]
    with running(villages, Behaviour(geojson=geojson, page_size=5)) as server:
        fetched = fetch_big("Jepara", tmp_path / "big.gpkg", url=server.url)
    assert fetched.kabupaten == "33.20"
    assert fetched.edition == "TASWIL1000020221227_DATA_BATAS_DESAKELURAHAN"
    found = gpd.read_file(tmp_path / "big.gpkg").set_index("OBJECTID")
    for village in villages:
        back = found.loc[village.attributes["OBJECTID"]]
        assert back["KDEPUM"] == village.attributes["KDEPUM"]
        assert shapely.equals(back.geometry, village.outline)


def test_nothing_is_written_until_all_is_there(server: ArcgisServer, tmp_path: Path) -> None:
    path = tmp_path / "big.gpkg"
    path.write_text("old", encoding="utf-8")
    server.behaviour.faults = [("page", ""), ("page", "status-404")]
    with pytest.raises(InputError, match="HTTP 404"):
        fetch_big("12.09", path, url=server.url, limits=ONCE)
    assert path.read_text(encoding="utf-8") == "old"
    fetched = fetch_big("12.09", path, url=server.url, limits=ONCE)
    assert fetched.resumed == 4
    assert fetched.features == 9
    assert [item.name for item in tmp_path.iterdir()] == ["big.gpkg"]


def test_a_download_by_name_goes_on_by_code(server: ArcgisServer, tmp_path: Path) -> None:
    path = tmp_path / "big.gpkg"
    server.behaviour.faults = [("page", ""), ("page", "status-404")]
    with pytest.raises(InputError):
        fetch_big("Asahan", path, url=server.url, limits=ONCE)
    assert fetch_big("1209", path, url=server.url, limits=ONCE).resumed == 4


def test_the_same_service_gives_the_same_bytes(server: ArcgisServer, tmp_path: Path) -> None:
    first = fetch_big("12.09", tmp_path / "a.gpkg", url=server.url)
    server.behaviour.paging = False
    second = fetch_big("12.09", tmp_path / "b.gpkg", url=server.url, page_size=2)
    assert first.sha256 == second.sha256


def test_the_edition_asked_for(server: ArcgisServer, tmp_path: Path) -> None:
    path = tmp_path / "big.gpkg"
    assert fetch_big("12.09", path, url=server.url, edition="20260612").edition == EDITION
    path.unlink()
    with pytest.raises(InputError, match=f"gives the edition {EDITION}, not 20250101"):
        fetch_big("12.09", path, url=server.url, edition="20250101")
    assert list(tmp_path.iterdir()) == []
    server.villages[8].attributes["METADATA"] = "TASWIL1000020230928_DATA"
    with pytest.raises(InputError, match="gives the edition TASWIL1000020230928_DATA, not 2026"):
        fetch_big("12.09", path, url=server.url, edition="20260612")
    assert not path.exists()


def test_several_editions_are_told(server: ArcgisServer, tmp_path: Path) -> None:
    server.villages[0].attributes["METADATA"] = None
    fetched = fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    assert fetched.editions == {EDITION: 8, "": 1}
    assert fetched.edition == EDITION
    assert [str(notice.message) for notice in fetched.notices] == [
        f"the villages are of several editions: {EDITION} (8), - (1)"
    ]


def test_a_village_whose_codes_disagree_is_kept_and_told(
    server: ArcgisServer, tmp_path: Path
) -> None:
    server.villages[0].attributes["KDPKAB"] = None
    server.villages[1].attributes["KDEPUM"] = "12.71.01.1001"
    fetched = fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    assert fetched.features == 9
    assert [str(notice.message) for notice in fetched.notices] == [
        "villages that belong to 12.09 by only one of their codes (kabupaten or village): 2"
    ]


def test_a_service_that_does_not_heed_the_question(
    server: ArcgisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = sorted(village.attributes["OBJECTID"] for village in server.villages)
    monkeypatch.setattr(
        server,
        "ids_where",
        lambda where: everything[:1] if where.startswith("OBJECTID") else everything,
    )
    with pytest.raises(InputError, match=r"4 of 13 villages are not of 12\.09"):
        fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    assert not (tmp_path / "big.gpkg").exists()


def test_a_village_without_outline_is_written_and_told(
    server: ArcgisServer, tmp_path: Path
) -> None:
    server.villages[2] = Village(server.villages[2].attributes, None)
    fetched = fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    assert [str(notice.feature) for notice in fetched.notices] == ["object 15"]
    assert gpd.read_file(tmp_path / "big.gpkg").geometry.isna().sum() == 1


def test_targets_are_judged_before_the_service_is_asked(
    server: ArcgisServer, tmp_path: Path
) -> None:
    with pytest.raises(ParameterError, match=r"big\.shp: no layer is written with this ending"):
        fetch_big("12.09", tmp_path / "big.shp", url=server.url)
    with pytest.raises(InputError, match=r"the folder .*none does not exist"):
        fetch_big("12.09", tmp_path / "none/big.gpkg", url=server.url)
    (tmp_path / "big.gpkg").mkdir()
    with pytest.raises(InputError, match=r"big\.gpkg: cannot be written"):
        fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    with pytest.raises(ParameterError, match=r"12\.09\.20 is no code of a kabupaten"):
        fetch_big("12.09.20", tmp_path / "x.gpkg", url=server.url)
    assert server.behaviour.asked == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("12.09", "12.09"), ("1209", "12.09"), (" 1209 ", "12.09"), ("Asahan", ""), ("Kota 4", "")],
)
def test_codes_and_names(text: str, code: str) -> None:
    assert kabupaten_code(text) == code


@pytest.mark.parametrize("text", ["", "12", "120920", "12.09.20.1001", "%", "12-09", "१२०९"])
def test_what_is_neither_code_nor_name(text: str) -> None:
    with pytest.raises(ParameterError, match="is no code of a kabupaten"):
        kabupaten_code(text)


def test_a_password_in_the_address_is_recorded_nowhere(
    server: ArcgisServer, tmp_path: Path
) -> None:
    url = server.url.replace("//", "//user:p4ssword@")
    server.behaviour.faults = [("page", ""), ("page", "status-404")]
    with pytest.raises(InputError) as caught:
        fetch_big("12.09", tmp_path / "big.gpkg", url=url)
    assert "p4ssword" not in (tmp_path / "big.gpkg.part/plan.json").read_text(encoding="utf-8")
    fetched = fetch_big("12.09", tmp_path / "big.gpkg", url=url)
    assert fetched.url == server.url
    assert b"p4ssword" not in (tmp_path / "big.gpkg").read_bytes()
    assert "p4ssword" not in f"{caught.value}{caught.value.hint}"


def test_the_document_holds_everything(server: ArcgisServer, tmp_path: Path) -> None:
    server.villages[2] = Village(server.villages[2].attributes, None)
    fetched = fetch_big("12.09", tmp_path / "big.gpkg", url=server.url)
    document = json.loads(json.dumps(fetched_document(fetched), allow_nan=False))
    assert document["schema_version"] == 1
    assert document["kabupaten"] == "12.09"
    assert document["editions"] == {EDITION: 9}
    assert document["edited"] == "2026-06-12T00:00:00+00:00"
    assert document["url"] == server.url
    assert document["warnings"] == [
        {
            "code": "outline-missing",
            "message": "the service has no outline for it; it is written without one",
            "hint": "tell BIG, or take its outline from another source",
            "feature": "object 15",
        }
    ]
