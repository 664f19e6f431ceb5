"""What a check of the sample must find, measured on the coordinates as the files hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from sample_defects import Defect
from sample_villages import (
    CRS,
    DECIMALS,
    KECAMATAN,
    NOISE_BOUND_M,
    SHARED_NAME,
    Sample,
    degrees,
)

ENCLAVE_OWNER = {"code": "12.97", "name": "Kota Umpama"}
LAYERS = ("reference", "local")
GEOD = pyproj.Geod(ellps="WGS84")
TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)


def truth(
    sample: Sample, reference: list[shapely.MultiPolygon], surveys: list[dict[str, str]]
) -> dict[str, Any]:
    """The document truth.json; its parts are described in data/README.md."""
    villages = sample.villages
    coverage = sample.coverage
    return {
        "seed": sample.seed,
        "working_crs": CRS,
        "decimals": DECIMALS,
        "noise_bound_m": NOISE_BOUND_M,
        "planted": [
            {"id": f"P{place:02}"} | _planted(sample, defect)
            for place, defect in enumerate(sample.defects, 1)
        ],
        "enclave": {"kind": "enclave", "owner": ENCLAVE_OWNER}
        | _around(sample, -2)
        | measures(degrees(shapely.get_coordinates(coverage.enclave))),
        "inlet": {"kind": "inlet"}
        | {"parties": _parties(sample, _beside(sample, coverage.inlet))}
        | measures(degrees(shapely.get_coordinates(coverage.inlet))),
        "villages": [
            village.party
            | {"area_m2": round(ellipsoidal_area(shape), 4), "surveyed": village.surveyed}
            for village, shape in zip(villages, reference, strict=True)
        ],
        "surveys": surveys,
        "kelurahan": [village.code for village in villages if village.is_kelurahan],
        "same_name": [village.code for village in villages if village.name == SHARED_NAME],
        "two_parts": [villages[coverage.split_village].code],
        "kecamatan": {f"12.68.{number:02}": name for number, name in KECAMATAN.items()},
    }


def _planted(sample: Sample, defect: Defect) -> dict[str, Any]:
    claims = {
        layer: [
            sample.villages[k].code
            for k in sorted(defect.claims(layer))
            if layer == "reference" or sample.villages[k].surveyed
        ]
        for layer in LAYERS
    }
    return {
        "kind": defect.plan.kind,
        "layer": defect.plan.layer,
        "parties": _parties(sample, {defect.owner, defect.taker}),
        "owner": sample.villages[defect.owner].code,
        "claims": {layer: sorted(codes) for layer, codes in claims.items()},
        "on_river": sample.coverage.arcs[defect.arc].on_river,
        "whole_segment": not defect.plan.length,
    } | measures(degrees(defect.patch))


def _around(sample: Sample, area: int) -> dict[str, Any]:
    neighbours = {arc.b for arc in sample.coverage.arcs if arc.a == area}
    return {"parties": _parties(sample, neighbours)}


def _beside(sample: Sample, area: shapely.Polygon) -> set[int]:
    near = shapely.length(shapely.intersection(sample.coverage.villages, area)) > 1
    return set(np.flatnonzero(near).tolist())


def _parties(sample: Sample, numbers: set[int]) -> list[dict[str, str]]:
    return sorted((sample.villages[k].party for k in numbers), key=lambda party: party["code"])


def measures(ring: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Ellipsoidal area, planar widths in the working CRS, and a point well inside."""
    area = shapely.Polygon(ring)
    plane = shapely.Polygon(np.column_stack(TO_METRES.transform(*ring.T)))
    radius = shapely.maximum_inscribed_circle(plane, 0.02)
    inside = degrees(shapely.get_coordinates(radius)[:1])[0].tolist()
    return {
        "area_m2": round(ellipsoidal_area(area), 4),
        "mean_width_m": round(2 * plane.area / plane.length, 3),
        "max_width_m": round(2 * radius.length, 2),
        "point": inside,
    }


def ellipsoidal_area(area: shapely.Geometry) -> float:
    """Area on the WGS 84 ellipsoid in square metres, of a geometry in degrees."""
    return abs(float(GEOD.geometry_area_perimeter(shapely.orient_polygons(area))[0]))
