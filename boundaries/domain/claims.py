"""Questions put to the claims mosaic: where claims overlap, are missing, or differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.geometry.faces import OUTSIDE
from boundaries.geometry.metrics import ellipsoidal_areas
from boundaries.geometry.mosaic import Mosaic, face_groups, merge_faces

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]
ENCLAVE_SHARE = 0.5


@dataclass(frozen=True)
class SourceClaims:
    """What one source says about every face of a mosaic.

    A source is one layer, or several survey files that together speak for their villages.

    Attributes
    ----------
    set_of_face : for each face the number of its claim set in `sets`
    sets : claim sets, each a tuple of village keys sorted as text; the empty set is number 0
    labels : for each village key of this source the labels of the files that contain it
    """

    set_of_face: Indices
    sets: tuple[tuple[str, ...], ...]
    labels: dict[str, tuple[str, ...]]

    def claimed(self) -> Mask:
        """The faces with at least one claim of this source."""
        return self.set_of_face > 0

    def labelled(
        self, claims: tuple[str, ...], parties: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """The claims by file label; a file of a party that claims nothing has an empty tuple."""
        files = sorted({label for key in parties for label in self.labels.get(key, ())})
        return {label: tuple(key for key in claims if label in self.labels[key]) for label in files}


def source_claims(mosaic: Mosaic, villages: pd.DataFrame, rows: Mask) -> SourceClaims:
    """The claims of the villages chosen by `rows`.

    `villages` is the table whose geometries, in the same order, made the mosaic; columns `key` and
    `source` are used. Records with the same key are one village.
    """
    keys, key_of_row = np.unique(villages["key"].to_numpy(dtype=str), return_inverse=True)
    chosen = rows[mosaic.claim_polygon]
    pairs = np.unique(
        np.column_stack((mosaic.claim_face[chosen], key_of_row[mosaic.claim_polygon[chosen]])),
        axis=0,
    )
    face, key = pairs[:, 0], pairs[:, 1]
    place = np.arange(len(face)) - np.searchsorted(face, face)
    padded = np.full((len(mosaic.faces) + 1, max(place.max(initial=0) + 1, 1)), -1)
    padded[face, place] = key
    sets, set_of_face = np.unique(padded, axis=0, return_inverse=True)
    named = tuple(tuple(str(keys[k]) for k in members if k >= 0) for members in sets)
    grouped = villages.loc[rows].groupby("key")["source"].unique()
    return SourceClaims(
        set_of_face=set_of_face.reshape(-1)[:-1].astype(np.int64),
        sets=named,
        labels={str(key): tuple(sorted(labels)) for key, labels in grouped.items()},
    )


def overlaps(mosaic: Mosaic, source: SourceClaims) -> gpd.GeoDataFrame:
    """Patches that two or more villages of the source claim."""
    several = np.array([len(members) >= 2 for members in source.sets])
    groups = face_groups(np.where(several[source.set_of_face], source.set_of_face, -1), mosaic)
    claims = [source.sets[number] for number in _label_of_group(source.set_of_face, groups)]
    return _patches(
        mosaic,
        groups,
        kind="overlap",
        villages=claims,
        claims=[source.labelled(members, members) for members in claims],
    )


def gaps(mosaic: Mosaic, source: SourceClaims, *, silent: Mask | None = None) -> gpd.GeoDataFrame:
    """Enclosed patches without a claim of the source, with the villages around them as parties.

    Land that opens to the outside is no gap, nor is land that touches a face where the source is
    `silent` (it does not contain the village concerned).
    """
    silent = np.zeros(len(mosaic.faces), dtype=bool) if silent is None else silent
    empty = ~source.claimed() & ~silent
    groups = face_groups(np.where(empty, 0, -1), mosaic)
    sides = (
        np.concatenate((mosaic.border_left, mosaic.border_right)),
        np.concatenate((mosaic.border_right, mosaic.border_left)),
    )
    inside = (sides[1] != OUTSIDE) & (groups[sides[1]] >= 0)
    other, group = sides[0][inside], groups[sides[1][inside]]
    is_open = np.zeros(groups.max(initial=-1) + 1, dtype=bool)
    is_open[group[(other == OUTSIDE) | silent[other]]] = True
    groups = _renumber(groups, ~is_open)
    group = groups[sides[1][inside]]

    around: list[set[str]] = [set() for _ in range(groups.max(initial=-1) + 1)]
    beside = (group >= 0) & (other != OUTSIDE)
    neighbours = np.column_stack((group[beside], source.set_of_face[other[beside]]))
    for number, claim_set in np.unique(neighbours, axis=0):
        around[number].update(source.sets[claim_set])
    villages = [tuple(sorted(keys)) for keys in around]
    return _patches(
        mosaic,
        groups,
        kind="gap",
        villages=villages,
        claims=[source.labelled((), keys) for keys in villages],
    )


def mismatches(mosaic: Mosaic, reference: SourceClaims, local: SourceClaims) -> gpd.GeoDataFrame:
    """Patches that one source gives to a village which the other contains and does not give it to.

    Where a source does not contain the village it is silent, and there is no mismatch.
    """
    pairs, pair_of_face = np.unique(
        np.column_stack((reference.set_of_face, local.set_of_face)), axis=0, return_inverse=True
    )
    sides = [(reference.sets[r], local.sets[t]) for r, t in pairs]
    differs = np.array([_differ(r, t, reference, local) for r, t in sides], dtype=bool)
    pair_of_face = pair_of_face.reshape(-1).astype(np.int64)
    groups = face_groups(np.where(differs[pair_of_face], pair_of_face, -1), mosaic)
    found = [sides[number] for number in _label_of_group(pair_of_face, groups)]
    villages = [tuple(sorted({*r, *t})) for r, t in found]
    return _patches(
        mosaic,
        groups,
        kind="mismatch",
        villages=villages,
        claims=[
            reference.labelled(r, parties) | local.labelled(t, parties)
            for (r, t), parties in zip(found, villages, strict=True)
        ],
    )


def silent_faces(reference: SourceClaims, local: SourceClaims) -> Mask:
    """Faces the reference gives only to villages that the local source does not contain."""
    silent = np.array(
        [bool(members) and not local.labels.keys() & set(members) for members in reference.sets]
    )
    return silent[reference.set_of_face] & ~local.claimed()


def overlap_pairs(
    mosaic: Mosaic, source: SourceClaims, label: str, *, crs: CRS, min_area_m2: float
) -> pd.DataFrame:
    """Area that each pair of villages of the source both claim, where it is `min_area_m2` or more.

    Columns `kind` ("overlap"), `source`, `a`, `b` (keys, a < b) and `area_m2` (ellipsoidal), the
    largest first. Land claimed by three villages counts for each of their three pairs.
    """
    several = np.flatnonzero([len(members) >= 2 for members in source.sets])
    faces = np.flatnonzero(np.isin(source.set_of_face, several))
    areas = np.bincount(
        source.set_of_face[faces],
        weights=ellipsoidal_areas(mosaic.faces[faces], crs),
        minlength=len(source.sets),
    )
    rows = [
        ("overlap", label, a, b, areas[number])
        for number in several
        for a, b in combinations(source.sets[number], 2)
    ]
    table = pd.DataFrame(rows, columns=["kind", "source", "a", "b", "area_m2"])
    table = table.groupby(["kind", "source", "a", "b"])[["area_m2"]].sum().reset_index()
    table = table[table["area_m2"] >= min_area_m2]
    return table.sort_values(["area_m2", "a", "b"], ascending=[False, True, True]).reset_index(
        drop=True
    )


def unite_enclaves(reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings of two sources with every enclave that both show listed once, as in the reference.

    An enclave of the local source is the same as one of the reference when the two share more than
    half of the smaller one.
    """
    of_reference = np.flatnonzero((reference["kind"] == "enclave").to_numpy())
    of_local = np.flatnonzero((local["kind"] == "enclave").to_numpy())
    a, b = reference.geometry.to_numpy()[of_reference], local.geometry.to_numpy()[of_local]
    i, j = shapely.STRtree(b).query(a, predicate="intersects")
    shared = shapely.area(shapely.intersection(a[i], b[j]))
    same = shared > ENCLAVE_SHARE * np.minimum(shapely.area(a[i]), shapely.area(b[j]))
    united = reference.copy()
    for left, right in zip(of_reference[i[same]], of_local[j[same]], strict=True):
        united.at[left, "sources"] = united.at[left, "sources"] + local.at[right, "sources"]
        united.at[left, "claims"] = united.at[left, "claims"] | local.at[right, "claims"]
    rest = local.drop(index=of_local[np.unique(j[same])])
    return gpd.GeoDataFrame(pd.concat([united, rest], ignore_index=True), crs=reference.crs)


def _differ(
    by_reference: tuple[str, ...],
    by_local: tuple[str, ...],
    reference: SourceClaims,
    local: SourceClaims,
) -> bool:
    missing = any(key in local.labels for key in set(by_reference) - set(by_local))
    extra = any(key in reference.labels for key in set(by_local) - set(by_reference))
    return missing or extra


def _label_of_group(labels: Indices, groups: Indices) -> Indices:
    _, first = np.unique(groups, return_index=True)
    return labels[first[1:] if groups.min(initial=0) < 0 else first]


def _renumber(groups: Indices, kept: Mask) -> Indices:
    """Group numbers counted anew over the kept groups; -1 for the others."""
    numbers = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)
    return np.asarray(numbers[groups], dtype=np.int64)


def _patches(
    mosaic: Mosaic,
    groups: Indices,
    *,
    kind: str,
    villages: list[tuple[str, ...]],
    claims: list[dict[str, tuple[str, ...]]],
) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "kind": pd.Series([kind] * len(villages), dtype=object),
            "villages": pd.Series(villages, dtype=object),
            "sources": pd.Series([tuple(by_file) for by_file in claims], dtype=object),
            "claims": pd.Series(claims, dtype=object),
        },
        geometry=merge_faces(mosaic.faces, groups),
    )
