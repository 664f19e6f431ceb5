"""Packages of a small agreed workspace: what they hold, and that every change in them is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.domain.submission import LEAVE_OUT, MARK, Wanted
from boundaries.errors import InputError, ParameterError, RefusedError
from boundaries.io.package import MANIFEST, SEAL, read_package, sealed
from boundaries.io.package_layers import GEOJSON, KUGI
from boundaries.store.database import Store
from boundaries.store.models import Event
from boundaries.store.repository import Repository
from boundaries.workflows.export_package import Request, export_package
from boundaries.workflows.settle import act_on
from boundaries.workflows.verify_package import verify_package
from tests.agreed_workspace import LONG_NAME, A, B, C, agreed_workspace
from tests.workspace_fixture import doer, segment_of
from tests.workspace_template import copied_workspace


@pytest.fixture(scope="module")
def packages(agreed_store: Store, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder in each format."""
    folder = tmp_path_factory.mktemp("packages")
    for kind in (GEOJSON, KUGI):
        export_package(agreed_store, folder / kind, doer(), Request(kind))
    return {kind: folder / kind for kind in (GEOJSON, KUGI)}


@pytest.mark.parametrize("kind", [GEOJSON, KUGI])
def test_a_package_proves_itself(packages: dict[str, Path], kind: str) -> None:
    found = verify_package(packages[kind])
    assert found.faults == ()
    assert not found.partial
    assert found.counts["villages"] == 3


def test_geojson_is_what_was_agreed(packages: dict[str, Path]) -> None:
    """A gained a strip of 600 x 100 m, 6 ha on a plane that shrinks lengths by 0.9996."""
    villages = gpd.read_file(packages[GEOJSON] / "desa.geojson").set_index("key")
    hectares = villages["area_m2"] / 10_000
    assert hectares[A] == pytest.approx(106 / 0.9996**2, rel=2e-4)
    assert hectares[A] + hectares[B] == pytest.approx(2 * 100 / 0.9996**2, rel=2e-4)
    assert villages.crs.to_epsg() == 4326
    assert villages["state"].unique().tolist() == ["SEPAKAT"]
    assert shapely.is_ccw(shapely.get_exterior_ring(villages.geometry.to_numpy())).all()
    assert villages.loc[B, "name"] == LONG_NAME[:80]
    segments = gpd.read_file(packages[GEOJSON] / "segmen.geojson")
    assert segments["status"].value_counts().to_dict() == {2: 3, 3: 3}
    kecamatan = gpd.read_file(packages[GEOJSON] / "kecamatan.geojson")
    assert kecamatan[["code", "villages"]].to_numpy().tolist() == [["12.09.20", 2], ["12.09.21", 1]]
    points = gpd.read_file(packages[GEOJSON] / "titik.geojson")
    assert points["name"].str.startswith("TK 12.09.20.2001-20.2002").any()


@pytest.mark.parametrize("holder", ["batas.gpkg", "batas.gdb", "shapefile"])
def test_kugi_has_the_coded_values(packages: dict[str, Path], holder: str) -> None:
    """A-B lies in one kecamatan (class 10, desa-desa 7), the borders with C between two (9, 6)."""

    def read(layer: str) -> gpd.GeoDataFrame:
        path = packages[KUGI] / holder
        path = path / f"{layer}.shp" if holder == "shapefile" else path
        return pyogrio.read_dataframe(path, layer=layer)

    villages = read("ADMINISTRASI_AR_DESAKEL").set_index("KDEPUM")
    assert villages.loc[B, "NAMOBJ"] == LONG_NAME[:80]
    assert len(villages.loc[B, "WADMKD"].encode()) <= 50
    names = ["WADMPR", "WADMKK", "WADMKC", "TIPADM", "FCODE", "SRS_ID"]
    assert villages.loc[A, names].tolist() == [
        "Sumatera Utara", "Asahan", "Kisaran", 1, "BA03070040", "SRGI 2013",
    ]  # fmt: skip
    lines = read("ADMINISTRASI_LN_DESAKEL")
    lines = lines[lines["ADMIN2"].notna() & (lines["ADMIN2"] != "")]
    coded = lines.set_index(["ADMIN1", "ADMIN2"])[["KLBADM", "TIPTBT", "KARKTR", "STSBTS"]]
    assert {pair: tuple(row) for pair, row in zip(coded.index, coded.to_numpy(), strict=True)} == {
        (A, B): (10, 7, 999, 2), (A, C): (9, 6, 999, 2), (B, C): (9, 6, 999, 2),
    }  # fmt: skip
    assert read("TITIK_KARTOMETRIK_PT")["KOORDY_DMS"].str.contains("LU").all()


@pytest.mark.parametrize("kind", [GEOJSON, KUGI])
def test_the_same_workspace_gives_the_same_bytes(
    agreed_store: Store, tmp_path: Path, kind: str
) -> None:
    """Though every export is noted in the log."""
    made = [
        export_package(agreed_store, tmp_path / name, doer(), Request(kind))
        for name in ("1.zip", "2.zip")
    ]
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    assert made[0].seal == made[1].seal


def test_an_export_is_logged(agreed_store: Store, tmp_path: Path) -> None:
    made = export_package(agreed_store, tmp_path / "p.zip", doer("budi"), Request())
    with Repository(agreed_store) as repository:
        last = repository.find(Event)[-1]
        head = repository.head()
    assert (last.action, last.who, last.subject_kind) == ("export", "budi", "package")
    assert last.after["seal"] == made.seal
    said = read_package(tmp_path / "p.zip").manifest["workspace"]["log"]
    assert said["seq"] < head.seq


def test_the_manifest_tells_sources_decisions_and_signatures(packages: dict[str, Path]) -> None:
    manifest = read_package(packages[GEOJSON]).manifest
    assert [(one["name"], one["role"], len(one["sha256"])) for one in manifest["sources"]] == [
        ("BIG", "big", 64), ("a", "survey", 64),
    ]  # fmt: skip
    assert len(manifest["decisions"]) == 3
    for one in manifest["decisions"]:
        assert [row["hash"] for row in one["signatures"]] == [one["hash"]] * 2
    lines = json.loads((packages[GEOJSON] / "garis.json").read_bytes())["lines"]
    assert [hashlib.sha256(bytes.fromhex(one["wkb"])).hexdigest() for one in lines] == [
        one["hash"] for one in lines
    ]


def test_unfinished_villages_are_refused(partial_store: Store, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="2 villages have segments that are not settled"):
        export_package(partial_store, tmp_path / "p", doer(), Request())
    assert not (tmp_path / "p").exists()


def test_unfinished_villages_are_left_out(partial_store: Store, tmp_path: Path) -> None:
    request = Request(GEOJSON, Wanted(unfinished=LEAVE_OUT))
    made = export_package(partial_store, tmp_path / "p", doer(), request)
    found = verify_package(tmp_path / "p")
    manifest = read_package(tmp_path / "p").manifest
    assert (made.villages, made.left_out, made.partial) == (1, 2, True)
    assert found.holds
    assert found.partial
    assert [one["key"] for one in manifest["left_out"]] == [B, C]
    segments = gpd.read_file(tmp_path / "p" / "segmen.geojson")
    assert sorted(zip(segments["a"], segments["b"], strict=True)) == [(A, ""), (A, B), (A, C)]


@pytest.mark.parametrize("kind", [GEOJSON, KUGI])
def test_unfinished_villages_are_marked(partial_store: Store, tmp_path: Path, kind: str) -> None:
    request = Request(kind, Wanted(unfinished=MARK))
    made = export_package(partial_store, tmp_path / "p", doer(), request)
    manifest = read_package(tmp_path / "p").manifest
    assert (made.villages, made.unfinished) == (3, 2)
    assert verify_package(tmp_path / "p").holds
    assert [one["key"] for one in manifest["unfinished"]] == [B, C]
    told = (tmp_path / "p" / "keterangan.txt").read_text(encoding="utf-8")
    assert C in told


@pytest.mark.parametrize("kind", [GEOJSON, KUGI])
def test_a_package_before_the_first_agreement_has_no_points(tmp_path: Path, kind: str) -> None:
    request = Request(kind, Wanted(unfinished=MARK))
    with copied_workspace(tmp_path) as store:
        made = export_package(store, tmp_path / "p", doer(), request)
    found = verify_package(tmp_path / "p")
    assert (made.unfinished, found.faults, found.counts["points"]) == (made.villages, (), 0)


def test_only_some_villages_are_handed_over(agreed_store: Store, tmp_path: Path) -> None:
    wanted = Wanted(kecamatan=("Pulau",), villages=(A,))
    made = export_package(agreed_store, tmp_path / "p", doer(), Request(GEOJSON, wanted))
    assert (made.villages, made.partial, made.kecamatan) == (2, False, 2)
    assert verify_package(tmp_path / "p").holds
    kecamatan = gpd.read_file(tmp_path / "p" / "kecamatan.geojson")
    assert kecamatan["complete"].tolist() == [False, True]


def test_what_cannot_be_exported_is_told(partial_store: Store, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="there is no village '99' in the agreed coverage"):
        export_package(
            partial_store, tmp_path / "p", doer(), Request(GEOJSON, Wanted(villages=("99",)))
        )
    with pytest.raises(ParameterError, match="geojson is not written in EPSG:9470"):
        export_package(partial_store, tmp_path / "p", doer(), Request(crs="epsg:9470"))
    nothing = Wanted(villages=(C,), unfinished=LEAVE_OUT)
    with pytest.raises(InputError, match="no village is finished"):
        export_package(partial_store, tmp_path / "p", doer(), Request(GEOJSON, nothing))


def test_a_segment_that_was_reopened_is_no_longer_handed_over(tmp_path: Path) -> None:
    store = agreed_workspace(tmp_path)
    segment = segment_of(store, A, B).id
    act_on(store, segment, Action.REOPEN, doer(day=3), Facts(reason="survey was wrong"))
    request = Request(GEOJSON, Wanted(unfinished=LEAVE_OUT))
    export_package(store, tmp_path / "p", doer(), request)
    villages = gpd.read_file(tmp_path / "p" / "desa.geojson")
    assert villages["key"].tolist() == [C]
    assert verify_package(tmp_path / "p").holds


def sealed_again(folder: Path) -> None:
    """Make the manifest fit the files, as a forger would."""
    package = read_package(folder)
    said = {name: value for name, value in package.manifest.items() if name not in (SEAL, "files")}
    text = json.dumps(sealed(package.files, said), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_bytes((text + "\n").encode())


def edited(name: str, change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    """Change a JSON file of a package."""

    def edit(folder: Path) -> None:
        document = json.loads((folder / name).read_bytes())
        change(document)
        (folder / name).write_text(json.dumps(document), encoding="utf-8")

    return edit


def move_vertex(document: dict[str, Any]) -> None:
    """Move a vertex of the first village by a millionth of a degree."""
    document["features"][0]["geometry"]["coordinates"][0][1][0] += 1e-6


def move_line(document: dict[str, Any]) -> None:
    """Move an agreed line by one bit."""
    wkb = document["lines"][0]["wkb"]
    document["lines"][0]["wkb"] = wkb[:-2] + ("00" if wkb[-2:] != "00" else "01")


def sign_other(document: dict[str, Any]) -> None:
    """Let a signature be one on another line."""
    document["lines"][0]["signatures"][0]["hash"] = "0" * 64


def rename(document: dict[str, Any]) -> None:
    """Give a point the name of another one."""
    document["features"][0]["properties"]["name"] = document["features"][1]["properties"]["name"]


def promote(document: dict[str, Any]) -> None:
    """Say that an outer border is official."""
    document["features"][-1]["properties"].update(state="DITETAPKAN", status=1)


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("desa.geojson", move_vertex, "overlap"),
        ("garis.json", move_line, "line-altered"),
        ("garis.json", sign_other, "signature-other"),
        ("garis.json", sign_other, "decision-differs"),
        ("titik.geojson", rename, "name-twice"),
        ("segmen.geojson", promote, "no-agreement"),
        ("segmen.geojson", lambda document: document["features"].pop(), "other-count"),
        ("kecamatan.geojson", lambda document: document["features"].pop(), "other-count"),
        ("garis.json", lambda document: document.pop("lines"), "package-unreadable"),
        ("manifest.json", lambda document: document.pop("openings"), "package-unreadable"),
        ("manifest.json", lambda document: document["workspace"].update(crs="EPSG:4326"),
         "package-unreadable"),
    ],
)  # fmt: skip
def test_a_forged_package_contradicts_itself(
    packages: dict[str, Path],
    tmp_path: Path,
    name: str,
    change: Callable[[dict[str, Any]], None],
    code: str,
) -> None:
    folder = tmp_path / "forged"
    shutil.copytree(packages[GEOJSON], folder)
    edited(name, change)(folder)
    sealed_again(folder)
    found = verify_package(folder)
    assert "file-altered" not in {fault.code for _, fault in found.faults}
    assert code in {fault.code for _, fault in found.faults}


@pytest.mark.parametrize("kind", [GEOJSON, KUGI])
def test_one_byte_of_any_file_is_found(
    packages: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "p"
    shutil.copytree(packages[kind], folder)
    largest = sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    for path in (largest[-1], largest[len(largest) // 2], folder / "garis.json"):
        content = path.read_bytes()
        middle = len(content) // 2
        flipped = bytes([content[middle] ^ 1])
        path.write_bytes(content[:middle] + flipped + content[middle + 1 :])
        found = verify_package(folder)
        path.write_bytes(content)
        assert path.relative_to(folder).as_posix() in {f.feature for _, f in found.faults}


def test_a_package_of_another_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"kind": "other"}')
    with pytest.raises(InputError, match="no package of village boundaries of this version"):
        verify_package(tmp_path)
