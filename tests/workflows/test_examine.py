"""Suspicions about files: what check and compare warn of, and that sound files raise none."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from boundaries.domain.doctor_text import FAULTS
from boundaries.domain.parameters import Parameters
from boundaries.errors import InputError, ParameterError
from boundaries.geometry.readings import exchanged
from boundaries.workflows.check import check
from boundaries.workflows.compare import compare
from boundaries.workflows.examine import examine, read
from boundaries.workflows.load import LayerOptions, load

REAL = (
    "asahan/big.geojson", "asahan/bps2020.geojson", "banyuwangi/big.geojson",
    "banyuwangi/ADMINISTRASIDESA_AR_25K.zip", "banyuwangi/ADMINISTRASI_LN_25K.zip",
    "karangsalam/local_batas_desa.zip", "karangsalam/big_banyumas.geojson",
    "bojonegoro/local_2016.kml", "jepara/big10k_full_density.geojson", "jepara/bps2020.geojson",
    "sumut/big.parquet", "sumut/bps2020.parquet",
)  # fmt: skip
COMPARED = (
    ("asahan/big.geojson", "asahan/bps2020.geojson"),
    ("banyuwangi/big.geojson", "banyuwangi/ADMINISTRASIDESA_AR_25K.zip"),
    ("karangsalam/big_banyumas.geojson", "karangsalam/local_batas_desa.zip"),
    ("jepara/big10k_full_density.geojson", "jepara/bps2020.geojson"),
)


def asahan(epsg: int = 32647) -> gpd.GeoDataFrame:
    """Nine villages of 200 m by 200 m near Kisaran, three by three, with codes."""
    corners = [(568_000 + 200 * (n % 3), 329_000 + 200 * (n // 3)) for n in range(9)]
    shapes = [shapely.box(x, y, x + 200, y + 200) for x, y in corners]
    names = {"kode": [f"12.09.08.200{n + 1}" for n in range(9)],
             "nama": [f"Desa {n + 1}" for n in range(9)]}  # fmt: skip
    return gpd.GeoDataFrame(names, geometry=shapes, crs=32647).to_crs(epsg)


def declared(frame: gpd.GeoDataFrame, epsg: int | None) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        frame.drop(columns="geometry"), geometry=frame.geometry.to_numpy(), crs=epsg
    )


def written(frame: gpd.GeoDataFrame, path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")
        frame.to_file(path)
    return path


def codes(notices: object) -> list[str]:
    return [notice.code for notice in notices if notice.code in FAULTS]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", REAL)
def test_no_file_of_a_real_office_is_suspicious(real: Callable[[str], Path], name: str) -> None:
    raw = read(real(name), options=LayerOptions())
    assert examine(raw, options=LayerOptions()) == ()


def test_the_sample_is_not_suspicious(sample: Path) -> None:
    files = [sample / "big.gpkg", *sorted((sample / "survei").iterdir())]
    assert len(files) > 10
    for path in files:
        assert examine(read(path, options=LayerOptions()), options=LayerOptions()) == ()


@pytest.mark.parametrize(("reference", "local"), COMPARED)
def test_real_surveys_are_not_shifted(
    real: Callable[[str], Path], reference: str, local: str
) -> None:
    found = compare(real(reference), [real(local)], options=LayerOptions(), parameters=Parameters())
    assert codes(found.notices) == []


def test_a_real_survey_on_id74_is_found(real: Callable[[str], Path], tmp_path: Path) -> None:
    """BPS draws half of Asahan's lines in its own way; the shift of the rest is 25 m east."""
    frame = gpd.read_file(real("asahan/bps2020.geojson")).to_crs(4238)
    path = written(declared(frame, 4326), tmp_path / "id74.geojson")
    reference = real("asahan/big.geojson")
    found = compare(reference, [path], options=LayerOptions(), parameters=Parameters())
    (notice,) = [notice for notice in found.notices if notice.code == "crs-datum"]
    assert "--crs EPSG:4238" in str(notice.hint)
    mended = compare(
        reference, [path], options=LayerOptions(crs="EPSG:4238"), parameters=Parameters()
    )
    assert codes(mended.notices) == []


def test_check_warns_of_another_zone_and_mends_it_when_told(tmp_path: Path) -> None:
    path = written(declared(asahan(), 32648), tmp_path / "desa.gpkg")
    found = check([path], options=LayerOptions(), parameters=Parameters())
    (notice,) = [notice for notice in found.notices if notice.code == "crs-zone"]
    assert "--crs EPSG:32647" in str(notice.hint)
    assert found.inputs[0].crs == "EPSG:32648"  # nothing is applied silently
    mended = check([path], options=LayerOptions(crs="EPSG:32647"), parameters=Parameters())
    assert codes(mended.notices) == []


def test_swap_axes(tmp_path: Path) -> None:
    frame = asahan()
    swapped = frame.set_geometry(exchanged(frame.geometry.to_numpy()), crs=32647)
    path = written(swapped, tmp_path / "desa.gpkg")
    found = load([path], options=LayerOptions(), role="layer")
    assert codes(found.notices) == ["crs-axes-swapped"]
    mended = load([path], options=LayerOptions(swap_axes=True), role="layer")
    assert codes(mended.notices) == []
    assert mended.villages.total_bounds == pytest.approx(frame.total_bounds)


def test_dms_is_read_as_such_for_degrees_only(tmp_path: Path) -> None:
    """Corners at 99.3712 (99 degrees 37 minutes 12 seconds) and 2.5830, 6 seconds apart."""
    typed = gpd.GeoDataFrame(
        {"nama": ["Satu"]}, geometry=[shapely.box(99.3712, 2.5830, 99.3718, 2.5836)], crs=4326
    )
    path = written(typed, tmp_path / "desa.geojson")
    raw = read(path, options=LayerOptions(dms=True))
    assert raw.frame.total_bounds == pytest.approx(
        (99.62, 2.975, 99.62 + 6 / 3600, 2.975 + 6 / 3600), abs=1e-9
    )
    metres = written(asahan(), tmp_path / "desa.gpkg")
    with pytest.raises(ParameterError, match="--dms has no meaning for WGS 84 / UTM zone 47N"):
        read(metres, options=LayerOptions(dms=True))


@pytest.mark.parametrize(
    ("frame", "code", "command"),
    [
        (declared(asahan(), None), "crs-missing", "--crs EPSG:32647"),
        (declared(asahan(), 4326), "crs-metres-as-degrees", "--crs EPSG:32647"),
        (declared(asahan(4326), 32647), "crs-degrees-as-metres", "--crs EPSG:4326"),
    ],
)
def test_a_layer_without_place_is_refused_with_the_command(
    tmp_path: Path, frame: gpd.GeoDataFrame, code: str, command: str
) -> None:
    path = written(frame, tmp_path / "desa.shp")
    with pytest.raises(InputError, match=r"desa\.shp .* Asahan \(12\.09\)") as caught:
        load([path], options=LayerOptions(), role="layer")
    assert caught.value.code == code
    assert command in str(caught.value.hint)
    with pytest.raises(InputError, match="Asahan") as caught:
        load([path], options=LayerOptions(), role="reference")
    assert f"--reference{command[1:]}" in str(caught.value.hint)
    found = load([path], options=LayerOptions(crs=command.split()[1]), role="layer")
    assert codes(found.notices) == []


def test_a_file_without_system_and_codes_keeps_the_general_remedy(tmp_path: Path) -> None:
    frame = declared(asahan(), None).drop(columns="kode")
    path = written(frame, tmp_path / "desa.shp")
    with pytest.raises(InputError, match="does not say its coordinate system") as caught:
        load([path], options=LayerOptions(), role="layer")
    assert "for example: --crs EPSG:32647" in str(caught.value.hint)


def test_layers_apart_are_explained(tmp_path: Path) -> None:
    """Without codes the reference tells that the survey is of another zone."""
    reference = written(asahan(), tmp_path / "big.gpkg")
    frame = declared(asahan(), 32646).drop(columns="kode")
    local = written(frame, tmp_path / "lokal.gpkg")
    with pytest.raises(InputError, match="does not meet") as caught:
        compare(reference, [local], options=LayerOptions(), parameters=Parameters())
    assert "--crs EPSG:32647" in str(caught.value.hint)
    assert "the reference" in str(caught.value.hint)


def test_kutai_timur_is_worked_in_one_zone(tmp_path: Path) -> None:
    """A reference in 50N and a survey in 50S, on both sides of the equator, agree."""
    shapes = np.array([shapely.box(560_000, 200 * n, 560_200, 200 * (n + 1))
                       for n in range(-3, 3)])  # fmt: skip
    frame = gpd.GeoDataFrame(
        {"kode": [f"64.08.01.200{n}" for n in range(1, 7)], "nama": list("ABCDEF")},
        geometry=shapes, crs=32650,
    )  # fmt: skip
    north = written(frame, tmp_path / "big.gpkg")
    south = written(frame.to_crs(32750), tmp_path / "lokal.gpkg")
    found = compare(north, [south], options=LayerOptions(), parameters=Parameters())
    assert {record.working_crs for record in found.inputs} == {"EPSG:32650"}
    assert codes(found.notices) == []
    assert found.findings.empty
