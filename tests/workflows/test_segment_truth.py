"""Segments and correspondence against the planted truth of the sample, and on real villages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from boundaries.domain.claims import source_claims
from boundaries.domain.correspondence import Accuracy, Correspondence, compare_segments
from boundaries.domain.owners import narrow_faces, owners_of
from boundaries.domain.parameters import Parameters
from boundaries.domain.segment import Segments, derived_borders, point_contacts, segments
from boundaries.geometry.lines import ellipsoidal_lengths
from boundaries.geometry.mosaic import Mosaic, build_mosaic
from boundaries.workflows.compare import compare
from boundaries.workflows.detect import rows_of
from boundaries.workflows.load import LayerOptions, load

CE90_M = 2.5


@pytest.fixture(scope="module")
def compared(sample: Path) -> Correspondence:
    return corresponding(sample / "big.gpkg", sorted((sample / "survei").iterdir()))


def corresponding(reference_file: Path, surveys: list[Path]) -> Correspondence:
    """The correspondence of a reference with surveys, both of CE90 2.5 m."""
    villages = compare(
        reference_file, surveys, options=LayerOptions(), parameters=Parameters()
    ).villages
    mosaic = build_mosaic(villages.geometry.to_numpy())
    reference = source_claims(mosaic, villages, rows_of(villages, "reference"))
    local = source_claims(mosaic, villages, rows_of(villages, "local"))
    owners = owners_of(mosaic, reference, resolve=narrow_faces(mosaic, reference, Parameters()))
    return compare_segments(
        mosaic,
        reference,
        local,
        segments(mosaic, owners, villages),
        accuracy=Accuracy(reference_m=CE90_M, local_m=CE90_M),
    )


def parties(planted: dict[str, Any]) -> tuple[str, str]:
    a, b = sorted(party["code"] for party in planted["parties"])
    return a, b


def planted(truth: dict[str, Any], kind: str, layer: str) -> list[dict[str, Any]]:
    return [p for p in truth["planted"] if (p["kind"], p["layer"]) == (kind, layer)]


def test_planted_mismatches_are_shifted_lines(
    compared: Correspondence, truth: dict[str, Any]
) -> None:
    pairs = compared.pairs.set_index(["a", "b"])
    figures = compared.figures[compared.figures["first"] == "reference"]
    moved = planted(truth, "mismatch", "local")
    assert len(moved) == 5
    for defect in moved:
        a, b = parties(defect)
        assert pairs.loc[(a, b), "verdict"] == "shifted"
        taker = "to_a_ha" if defect["claims"]["local"] == [a] else "to_b_ha"
        assert pairs.loc[(a, b), taker] * 10_000 == pytest.approx(defect["area_m2"], rel=0.02)
        found = figures[(figures["a"] == a) & (figures["b"] == b)]
        assert found["greatest"].max() == pytest.approx(defect["max_width_m"], rel=0.2)
        if defect["whole_segment"]:
            assert found["mean"].to_numpy() == pytest.approx(defect["mean_width_m"], rel=0.05)
            assert (found["within"] < 0.05).all()


def test_planted_overlaps_and_gaps_of_surveys_are_contested_lines(
    compared: Correspondence, truth: dict[str, Any]
) -> None:
    pairs = compared.pairs.set_index(["a", "b"])
    contested = {parties(p) for kind in ("overlap", "gap") for p in planted(truth, kind, "local")}
    assert set(pairs.index[pairs["verdict"] == "contested"]) == contested
    for kind, column in (("overlap", "both_ha"), ("gap", "unclaimed_ha")):
        for defect in planted(truth, kind, "local"):
            found = pairs.loc[parties(defect), column] * 10_000
            assert found == pytest.approx(defect["area_m2"], rel=0.05)


def test_other_lines_are_the_same_except_where_the_reference_is_at_fault(
    compared: Correspondence, truth: dict[str, Any]
) -> None:
    accounted = {parties(p) for p in truth["planted"]}
    rest = compared.pairs[
        [(a, b) not in accounted for a, b in zip(compared.pairs.a, compared.pairs.b, strict=True)]
    ]
    assert set(rest["verdict"]) == {"same"}
    assert len(rest) > 30


def test_surveys_meet_at_every_junction(compared: Correspondence, truth: dict[str, Any]) -> None:
    """The noise of the surveys is below half a metre, so three corners differ by a metre."""
    assert len(compared.junctions) > 15
    assert set(compared.junctions["verdict"]) == {"meet"}
    assert compared.junctions["spread_m"].max() < 2 * truth["noise_bound_m"]


@pytest.fixture(scope="module")
def asahan(real: Callable[[str], Path]) -> tuple[Mosaic, Segments]:
    base = load([real("asahan/big.geojson")], options=LayerOptions(), role="reference")
    mosaic = build_mosaic(base.villages.geometry.to_numpy())
    claims = source_claims(mosaic, base.villages, np.ones(len(base.villages), dtype=bool))
    owners = owners_of(mosaic, claims, resolve=narrow_faces(mosaic, claims, Parameters()))
    return mosaic, segments(mosaic, owners, base.villages)


def test_segments_of_asahan(asahan: tuple[Mosaic, Segments]) -> None:
    _, borders = asahan
    inner = borders.lines[~borders.lines["outer"]]
    assert 530 <= len(inner.drop_duplicates(["a", "b"])) <= 550
    assert 550 <= len(inner) <= 620
    assert 1_800_000 <= inner["length_m"].sum() <= 1_900_000
    assert borders.lines["id"].is_unique
    assert borders.simpul["id"].is_unique
    assert len(point_contacts(borders)) < 30


def test_borders_of_asahan_add_up(asahan: tuple[Mosaic, Segments]) -> None:
    """Kecamatan borders hold the kabupaten border, which closes around everything."""
    _, borders = asahan
    lines = borders.lines
    kabupaten = derived_borders(borders, "kabupaten")
    outer = lines.loc[lines["beyond"].isin(["outside", "enclave"]), "length_m"].sum()
    assert kabupaten["length_m"].sum() == pytest.approx(outer)
    parts = shapely.get_parts(kabupaten.geometry.to_numpy())
    assert len(shapely.get_parts(shapely.polygonize(parts))) >= 2
    kecamatan = derived_borders(borders, "kecamatan")
    assert kecamatan["length_m"].sum() == pytest.approx(
        lines.loc[lines["border_class"] <= 9, "length_m"].sum()
    )
    measured = ellipsoidal_lengths(kecamatan.geometry.to_numpy(), borders.lines.crs)
    assert measured == pytest.approx(kecamatan["length_m"].to_numpy(), rel=1e-9)


def test_lines_of_asahan_in_two_editions(real: Callable[[str], Path]) -> None:
    """Half the lines of the statistics office come from the same drawing, the rest do not."""
    found = corresponding(real("asahan/big.geojson"), [real("asahan/bps2020.geojson")])
    assert set(found.pairs["verdict"]) == {"same", "shifted", "contested", "one-source"}
    against = found.figures[found.figures["first"] == "reference"]
    share = np.average(against["within"].fillna(0), weights=against["length_a"])
    assert 0.4 < share < 0.65
    shifted = against[~against["agrees"]]
    assert shifted["greatest"].median() > 100
    assert found.pairs["both_ha"].sum() == pytest.approx(0, abs=0.1)
