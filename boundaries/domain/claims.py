"""Questions put to the claims mosaic: where claims overlap, are missing, or differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.geometry.arrays import distinct, distinct_sorted
from boundaries.geometry.cycles import OUTSIDE
from boundaries.geometry.mosaic import Mosaic, face_groups, merge_faces

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]
Labels = dict[str, tuple[str, ...]]
ENCLAVE_SHARE = 0.5
OF_BOTH = ("enclave", "hole", "excluded")
"""Kinds of findings that both sources of a comparison may show, to be listed once."""


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
    labels: Labels

    def claimed(self) -> Mask:
        """The faces with at least one claim of this source."""
        return self.set_of_face > 0

    def labelled(
        self, claims: tuple[str, ...], parties: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """The claims by file label; a file of a party that claims nothing has an empty tuple."""
        files = sorted({label for key in parties for label in self.labels.get(key, ())})
        return {label: tuple(key for key in claims if label in self.labels[key]) for label in files}


@dataclass(frozen=True)
class Parties:
    """The villages concerned by a patch of land, and by file label which of them claim it."""

    villages: tuple[str, ...]
    claims: dict[str, tuple[str, ...]]


NOBODIES = Parties((), {})


def labels_of(villages: pd.DataFrame) -> Labels:
    """For each village key the labels of the files that contain it, sorted."""
    known: dict[str, set[str]] = {}
    named = zip(villages["key"].tolist(), villages["source"].tolist(), strict=True)
    for key, label in set(named):
        known.setdefault(key, set()).add(label)
    return {key: tuple(sorted(labels)) for key, labels in known.items()}


def source_claims(
    mosaic: Mosaic, villages: pd.DataFrame, rows: Mask, labels: Labels | None = None
) -> SourceClaims:
    """The claims of the villages chosen by `rows`.

    `villages` is the table whose geometries, in the same order, made the mosaic; columns `key` and
    `source` are used. Records with the same key are one village. `labels` are those of the whole
    source, where `villages` are a part of it.
    """
    keys, key_of_row = np.unique(villages["key"].to_numpy(dtype=str), return_inverse=True)
    chosen = rows[mosaic.claim_polygon]
    count = np.int64(len(keys))
    pairs = distinct_sorted(
        mosaic.claim_face[chosen] * count + key_of_row[mosaic.claim_polygon[chosen]]
    )
    sets, set_of_face = _claim_sets(*divmod(pairs, count), keys, len(mosaic.faces))
    return SourceClaims(
        set_of_face=set_of_face,
        sets=sets,
        labels=labels_of(villages[rows]) if labels is None else labels,
    )


def _claim_sets(
    face: Indices, key: Indices, keys: NDArray[np.str_], faces: int
) -> tuple[tuple[tuple[str, ...], ...], Indices]:
    """The sets of keys that occur, the empty one first, and the number of the set of each face.

    `face` and `key` hold one entry per claim, sorted. Sets are numbered key by key, as in a trie.
    """
    count = np.int64(max(len(keys), 1))
    place = np.arange(len(face)) - np.searchsorted(face, face)
    number = np.zeros(faces, dtype=np.int64)
    names: list[tuple[str, ...]] = [()]
    for step in range(place.max(initial=-1) + 1):
        here = place == step
        codes, which = distinct(number[face[here]] * count + key[here])
        number[face[here]] = len(names) + which
        names += [(*names[code // count], str(keys[code % count])) for code in codes.tolist()]
    used, place_of = distinct(np.append(number, 0))
    return tuple(names[number] for number in used.tolist()), place_of[:-1]


def overlaps(mosaic: Mosaic, source: SourceClaims) -> gpd.GeoDataFrame:
    """Patches that two or more villages of the source claim."""
    several = np.array([len(members) >= 2 for members in source.sets])
    groups = face_groups(np.where(several[source.set_of_face], source.set_of_face, -1), mosaic)
    parties = [
        Parties(members, source.labelled(members, members)) if len(members) >= 2 else NOBODIES
        for members in source.sets
    ]
    return _patches(mosaic, groups, "overlap", parties, _label_of_group(source.set_of_face, groups))


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

    beside = (group >= 0) & (other != OUTSIDE)
    count = np.int64(len(source.sets))
    neighbours = distinct_sorted(group[beside] * count + source.set_of_face[other[beside]])
    around: list[set[str]] = [set() for _ in range(groups.max(initial=-1) + 1)]
    for patch, claim_set in zip(
        *(part.tolist() for part in divmod(neighbours, count)), strict=True
    ):
        around[patch].update(source.sets[claim_set])
    villages = [tuple(sorted(keys)) for keys in around]
    parties = {keys: Parties(keys, source.labelled((), keys)) for keys in villages}
    number = {keys: place for place, keys in enumerate(parties)}
    labels = np.array([number[keys] for keys in villages], dtype=np.int64)
    return _patches(mosaic, groups, "gap", list(parties.values()), labels)


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
    parties = []
    for r, t in sides:
        keys = tuple(sorted({*r, *t}))
        parties.append(Parties(keys, reference.labelled(r, keys) | local.labelled(t, keys)))
    return _patches(mosaic, groups, "mismatch", parties, _label_of_group(pair_of_face, groups))


def silent_faces(reference: SourceClaims, local: SourceClaims) -> Mask:
    """Faces the reference gives only to villages that the local source does not contain."""
    silent = np.array(
        [bool(members) and not local.labels.keys() & set(members) for members in reference.sets]
    )
    return silent[reference.set_of_face] & ~local.claimed()


def overlap_pairs(patches: pd.DataFrame, label: str, *, min_area_m2: float) -> pd.DataFrame:
    """Area that each pair of villages of a source both claim, where it is `min_area_m2` or more.

    `patches` holds the overlaps of the source with the columns `kind`, `villages` and `area_m2`,
    however small. Columns `kind` ("overlap"), `source`, `a`, `b` (keys, a < b) and `area_m2`
    (ellipsoidal), the largest first. Land claimed by three villages counts for each of their three
    pairs. The order of the patches does not matter, not even for the last digit.
    """
    shared = patches[patches["kind"] == "overlap"]
    shared = shared.iloc[np.argsort(shared["area_m2"].to_numpy())]
    number, claims = pd.factorize(shared["villages"])
    areas = np.bincount(number, weights=shared["area_m2"], minlength=len(claims))
    rows = [
        ("overlap", label, a, b, area)
        for members, area in zip(claims, areas, strict=True)
        for a, b in combinations(members, 2)
    ]
    table = pd.DataFrame(rows, columns=["kind", "source", "a", "b", "area_m2"])
    table = table.groupby(["kind", "source", "a", "b"])[["area_m2"]].sum().reset_index()
    table = table[table["area_m2"] >= min_area_m2]
    return table.sort_values(["area_m2", "a", "b"], ascending=[False, True, True]).reset_index(
        drop=True
    )


def unite_enclaves(reference: gpd.GeoDataFrame, local: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Findings of two sources with every enclave that both show listed once, as in the reference.

    So are holes and excluded areas. A finding of the local source is the same as one of the
    reference when it is of the same kind and the two share more than half of the smaller one.
    """
    kinds, local_kinds = reference["kind"].to_numpy(dtype=str), local["kind"].to_numpy(dtype=str)
    of_reference = np.flatnonzero(np.isin(kinds, OF_BOTH))
    of_local = np.flatnonzero(np.isin(local_kinds, OF_BOTH))
    a, b = reference.geometry.to_numpy()[of_reference], local.geometry.to_numpy()[of_local]
    i, j = shapely.STRtree(b).query(a, predicate="intersects")
    shared = shapely.area(shapely.intersection(a[i], b[j]))
    same = shared > ENCLAVE_SHARE * np.minimum(shapely.area(a[i]), shapely.area(b[j]))
    same &= kinds[of_reference[i]] == local_kinds[of_local[j]]
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
    mosaic: Mosaic, groups: Indices, kind: str, parties: list[Parties], labels: Indices
) -> gpd.GeoDataFrame:
    """The groups of faces as patches; `labels` gives the place in `parties` of each."""
    files = [tuple(party.claims) for party in parties]
    concerned = labels.tolist()
    return gpd.GeoDataFrame(
        {
            "kind": pd.Series([kind] * len(concerned), dtype=object),
            "villages": pd.Series([parties[n].villages for n in concerned], dtype=object),
            "sources": pd.Series([files[n] for n in concerned], dtype=object),
            "claims": pd.Series([parties[n].claims for n in concerned], dtype=object),
        },
        geometry=merge_faces(mosaic.faces, groups),
    )
