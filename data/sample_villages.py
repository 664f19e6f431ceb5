"""The villages of the sample: names and codes, and their outlines in each of the two layers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from sample_cells import CENTRE, VILLAGES, Floats, PoorDrawError
from sample_defects import Defect, plant
from sample_shapes import Coverage, draw_coverage

CRS = "EPSG:32647"
DECIMALS = 8
NOISE_BOUND_M = 0.5
KECAMATAN = {1: "Contoh Hilir", 2: "Contoh Hulu"}
TOWN, ESTUARY = "Contoh Kota", "Kuala Contoh"
NAMES = {
    1: (
        "Air Jernih", "Bandar Selasih", "Mekar Sari", "Padang Ilalang", "Pasar Lama",
        "Rawa Bening", "Sei Nipah", "Simpang Empat", "Suka Damai", "Tanjung Beringin",
    ),
    2: (
        "Aek Torop", "Batu Lima", "Bukit Cermin", "Gunung Asri", "Lubuk Ketapang", "Mekar Sari",
        "Pematang Jering", "Pondok Bulian", "Sidorukun", "Sumber Makmur", "Tinggi Raya",
        "Ujung Gading",
    ),
}  # fmt: skip
SHARED_NAME = "Mekar Sari"
SURVEYED = 20
TO_DEGREES = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)


@dataclass(frozen=True)
class Village:
    """A village of the sample; `code` as Kemendagri writes it."""

    code: str
    name: str
    kecamatan: int
    surveyed: bool

    @property
    def is_kelurahan(self) -> bool:
        """Whether the last group of the code says kelurahan."""
        return self.code.split(".")[-1].startswith("1")

    @property
    def party(self) -> dict[str, str]:
        """The village as truth.json names it."""
        return {"code": self.code, "name": self.name, "kecamatan": KECAMATAN[self.kecamatan]}


@dataclass(frozen=True)
class Sample:
    """The true coverage, its villages in the order of the coverage, and the planted defects."""

    seed: int
    coverage: Coverage
    villages: tuple[Village, ...]
    defects: tuple[Defect, ...]

    @property
    def surveyed(self) -> list[int]:
        """The villages with a survey, in the order of their codes."""
        chosen = [k for k, village in enumerate(self.villages) if village.surveyed]
        return sorted(chosen, key=lambda k: self.villages[k].code)


def draw_sample(seed: int) -> Sample:
    """The sample of a seed: the first of its draws that has room for everything planned."""
    for attempt in range(200):
        rng = np.random.default_rng([seed, attempt])
        try:
            coverage = draw_coverage(rng)
            villages = name_villages(rng, coverage)
            surveyed = {k for k, village in enumerate(villages) if village.surveyed}
            defects = plant(rng, coverage, surveyed, [village.kecamatan for village in villages])
        except PoorDrawError:
            continue
        return Sample(seed, coverage, villages, tuple(defects))
    raise SystemExit(f"seed {seed}: no usable sample in 200 draws, try another seed")


def name_villages(rng: np.random.Generator, coverage: Coverage) -> tuple[Village, ...]:
    """Names, codes and kecamatan by position; four villages at the outer border have no survey."""
    spots = shapely.get_coordinates(shapely.centroid(coverage.villages))
    order = np.argsort(-(spots @ coverage.downstream))
    kecamatan = np.full(VILLAGES, 2)
    kecamatan[order[: VILLAGES // 2]] = 1
    lower = np.flatnonzero(kecamatan == 1)
    at_inlet = lower[shapely.distance(coverage.villages[lower], coverage.inlet) < 1]
    estuary = int(at_inlet[np.argmax(shapely.area(coverage.villages[at_inlet]))])
    inland = np.setdiff1d(lower, at_inlet)
    town = int(inland[np.argmin(shapely.area(coverage.villages[inland]))])
    named = {estuary: ESTUARY, town: TOWN}
    for number, names in NAMES.items():
        rest = [k for k in np.flatnonzero(kecamatan == number).tolist() if k not in named]
        named |= dict(zip(rng.permutation(rest).tolist(), names, strict=True))
    silent = _without_survey(rng, coverage, named)
    codes = _codes(named, kecamatan)
    return tuple(
        Village(codes[k], named[k], int(kecamatan[k]), k not in silent) for k in range(VILLAGES)
    )


def _without_survey(
    rng: np.random.Generator, coverage: Coverage, named: dict[int, str]
) -> set[int]:
    """Villages whose office has no survey yet: at the outer border, not at each other."""
    outer = {arc.b for arc in coverage.arcs if arc.a == -1}
    enclave = {arc.b for arc in coverage.arcs if arc.a == -2}
    kept = {k for k, name in named.items() if name in (TOWN, ESTUARY, SHARED_NAME)}
    kept |= {coverage.split_village} | enclave
    silent: set[int] = set()
    for k in rng.permutation(sorted(outer - kept)).tolist():
        near = {j for arc in coverage.arcs for j in (arc.a, arc.b) if k in (arc.a, arc.b)}
        if len(silent) < VILLAGES - SURVEYED and not silent & near:
            silent.add(k)
    if len(silent) < VILLAGES - SURVEYED:
        raise PoorDrawError("too few villages at the outer border")
    return silent


def _codes(named: dict[int, str], kecamatan: NDArray[np.int64]) -> dict[int, str]:
    """Codes in the order of the names; some numbers are not in use, as in real tables."""
    codes = {}
    for number in KECAMATAN:
        inhabited = (k for k in named if kecamatan[k] == number and named[k] != TOWN)
        members = sorted(inhabited, key=named.__getitem__)
        for place, k in enumerate(members):
            codes[k] = f"12.68.{number:02}.{2001 + place + place // 5:04}"
    codes |= {k: "12.68.01.1001" for k, name in named.items() if name == TOWN}
    return codes


def outlines(sample: Sample, layer: str) -> list[shapely.MultiPolygon]:
    """All villages as "reference" or "local" draws them, in degrees as they are written."""
    pinned = np.concatenate(
        [_complex(sample.coverage.arcs[d.arc].line[d.first : d.last + 1]) for d in sample.defects]
    )
    by_arc = {defect.arc: defect for defect in sample.defects}
    shapes = []
    for village in range(VILLAGES):
        noise = _noise(sample.seed, village) if layer == "local" else None
        lines = []
        for number, arc in enumerate(sample.coverage.arcs):
            if village not in (arc.a, arc.b):
                continue
            line = arc.line
            if noise is not None:
                line = np.where(np.isin(_complex(line), pinned)[:, None], line, line + noise(line))
            defect = by_arc.get(number)
            if defect is not None and village in defect.moved(layer):
                line = np.concatenate([line[: defect.first], defect.drawn, line[defect.last + 1 :]])
            lines.append(degrees(line))
        shapes.append(_multipolygon(shapely.build_area(shapely.MultiLineString(lines))))
    return shapes


def _complex(points: Floats) -> NDArray[np.complex128]:
    return points[:, 0] + 1j * points[:, 1]


def _noise(seed: int, village: int) -> Callable[[Floats], Floats]:
    """The errors of one survey: they change slowly along the way and stay within the bound."""
    rng = np.random.default_rng([seed, 977, village])
    angle, phase = rng.uniform(0, 2 * np.pi, (2, 2, 3))
    wave = 2 * np.pi / rng.uniform(250, 900, (2, 3))

    def errors(points: Floats) -> Floats:
        east, north = (points - CENTRE).T[:, :, None, None]
        swing = np.sin(wave * (east * np.cos(angle) + north * np.sin(angle)) + phase)
        return np.asarray(swing.mean(axis=-1) * NOISE_BOUND_M / np.sqrt(2))

    return errors


def degrees(points: Floats) -> Floats:
    """Longitude and latitude, rounded to what the files hold."""
    return np.column_stack(TO_DEGREES.transform(*points.T)).round(DECIMALS)


def _multipolygon(area: shapely.Geometry) -> shapely.MultiPolygon:
    """The area with outer rings counter-clockwise, as RFC 7946 asks."""
    return shapely.orient_polygons(shapely.MultiPolygon(shapely.get_parts(area).tolist()))
