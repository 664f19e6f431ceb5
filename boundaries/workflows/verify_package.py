"""Prove a package: that nothing was altered, and that its parts agree with each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import ShapelyError

from boundaries.domain.handed_over import (
    MAKE_AGAIN,
    Layers,
    Opening,
    shape_faults,
    topology_faults,
)
from boundaries.domain.handed_over_features import (
    Agreed,
    agreed_faults,
    attribute_faults,
    measure_faults,
    point_faults,
)
from boundaries.domain.handed_over_lists import list_faults
from boundaries.domain.submission import MOST_DECIMALS
from boundaries.errors import InputError, Notice, RefusedError
from boundaries.geometry.crs import in_metres
from boundaries.io.package import AGAIN, SEAL, Package, read_package
from boundaries.io.package_layers import FORMATS, UNREADABLE, layers_of
from boundaries.io.package_lists import lists_of, told_hashes
from boundaries.messages import message
from boundaries.workflows.package_statements import (
    AGREED_LINES,
    KIND,
    LISTS,
    PAPERS,
    SCHEMA_VERSION,
)


@dataclass(frozen=True)
class Verified:
    """What a package is, and all faults that were found in it; none is the proof.

    `sha256` is the sum of the file, "" for a folder. `faults` are by data set: "" for the package
    itself, else the name of the one with the fault.
    """

    path: str
    sha256: str
    seal: str
    format: str
    partial: bool
    counts: Mapping[str, int]
    as_of: str
    faults: tuple[tuple[str, Notice], ...]

    @property
    def holds(self) -> bool:
        """Whether there is no fault at all."""
        return not self.faults


@dataclass(frozen=True)
class _Stated:
    """What a package states of its layers: the working CRS, the zone of metres, and so on."""

    crs: CRS
    zone: int
    openings: tuple[Opening, ...]
    agreed: tuple[Agreed, ...]
    decisions: Mapping[str, Mapping[str, Any]]
    counts: Mapping[str, int]
    lists: Mapping[str, Any]
    papers: Mapping[str, Any]


def verify_package(path: Path) -> Verified:
    """Read a package and check sums, topology, attributes, measures, points, lists and lines.

    Raises `InputError` for a path that is no package, or one of another kind.
    """
    package = read_package(path)
    faults = [("", fault) for fault in package.faults]
    manifest = package.manifest
    if manifest:
        _require_known(manifest, path)
    try:
        faults += _content_faults(package)
    except InputError as fault:
        faults.append(("", Notice(fault.code, fault.message, fault.hint)))
    counts = manifest.get("counts")
    workspace = manifest.get("workspace")
    return Verified(
        path=str(path),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        seal=str(manifest.get(SEAL, "")),
        format=str(manifest.get("format", "")),
        partial=bool(manifest.get("partial")),
        counts=counts if isinstance(counts, dict) else {},
        as_of=str(workspace.get("as_of", "")) if isinstance(workspace, dict) else "",
        faults=tuple(faults),
    )


def require_proof(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Raise `RefusedError` where a package, not written yet, would be found to have faults."""
    faults = _content_faults(Package(files, manifest, ()))
    if faults:
        first = faults[0][1]
        raise RefusedError(
            "package-unsound",
            message("the package would not prove itself: {count} faults, the first: {fault}",
                    count=len(faults), fault=first.message),
            message("look at tapal precheck, reopen the agreement that is named and settle it anew,"
                    " or leave its villages out"),
        )  # fmt: skip


def _require_known(manifest: Mapping[str, Any], path: Path) -> None:
    known = manifest.get("kind") == KIND and manifest.get("format") in FORMATS
    if known and manifest.get("schema_version") == SCHEMA_VERSION:
        return
    raise InputError(
        "unknown-package",
        message("{path} is no package of village boundaries of this version", path=path),
        message("give a package that tapal export has written, or a newer version of Tapal"),
    )


def _content_faults(package: Package) -> list[tuple[str, Notice]]:
    """What the layers of a package say; raises `InputError` where they cannot be read."""
    try:
        stated = _stated(package)
        faults = [("", fault) for fault in _decision_faults(stated)]
        holders = layers_of(package.files, package.manifest["format"], _decimals(package.manifest))
        for name, layers in holders.items():
            faults += [(name, fault) for fault in _layer_faults(layers, stated)]
        any_of_them = next(iter(holders.values()))
        faults += [("", fault) for fault in _list_faults(package.files, any_of_them, stated)]
        faults += [("", fault) for fault in _paper_faults(package.files, stated)]
    except (*UNREADABLE, CRSError, ShapelyError) as fault:
        raise _unreadable(fault) from fault
    return faults


def _stated(package: Package) -> _Stated:
    """What the manifest and the agreed lines state; raises one of `UNREADABLE` or `CRSError`."""
    manifest = package.manifest
    crs = CRS.from_user_input(manifest["workspace"]["crs"])
    if not in_metres(crs):
        raise ValueError(crs.name)
    return _Stated(
        crs=crs,
        zone=CRS.from_user_input(manifest["metres_crs"] or crs).to_epsg() or 0,
        openings=tuple(
            Opening(str(one["reason"]), float(one["area_m2"]), float(one["lon"]), float(one["lat"]))
            for one in manifest["openings"]
        ),
        agreed=tuple(_agreed(package.files[AGREED_LINES])),
        decisions={str(one["segment"]): one for one in manifest["decisions"]},
        counts=dict(manifest["counts"]),
        lists=dict(manifest[LISTS]),
        papers=dict(manifest[PAPERS]),
    )


def _decimals(manifest: Mapping[str, Any]) -> int:
    """Those of the coordinates; raises `ValueError` for what cannot be."""
    stated = int(manifest["decimals"])
    if not 0 <= stated <= MOST_DECIMALS:
        raise ValueError(stated)
    return stated


def _layer_faults(layers: Layers, stated: _Stated) -> list[Notice]:
    unsound = [*_count_faults(layers, stated.counts), *shape_faults(layers)]
    if unsound:
        return unsound
    return [
        *topology_faults(layers, stated.openings),
        *attribute_faults(layers),
        *measure_faults(layers, stated.crs),
        *point_faults(layers, stated.crs, stated.zone),
        *agreed_faults(layers, stated.agreed, stated.crs),
    ]


def _agreed(content: bytes) -> list[Agreed]:
    """The agreed lines of a package; raises what JSON and hexadecimal do where they are broken."""
    return [
        Agreed(
            segment=str(one["segment"]),
            a=str(one["a"]),
            b=str(one["b"]),
            kind=str(one["kind"]),
            hash=str(one["hash"]),
            wkb=bytes.fromhex(one["wkb"]),
            signatures=tuple(dict(row) for row in one["signatures"]),
        )
        for one in json.loads(content)["lines"]
    ]


def _list_faults(files: Mapping[str, bytes], layers: Layers, stated: _Stated) -> list[Notice]:
    """Coordinate lists that are not those of the points; all layers have the same points."""
    if shape_faults(layers):
        return []
    lists, faults = lists_of(files, stated.lists)
    if len(layers.points) and not any(one.around for one in lists):
        told = message("there are points, but no coordinate lists of them")
        faults.append(Notice("no-lists", told, MAKE_AGAIN))
    return [*faults, *list_faults(lists, layers, stated.crs, stated.zone)]


def _paper_faults(files: Mapping[str, bytes], stated: _Stated) -> Iterator[Notice]:
    """Minutes that cannot be read, or of an agreement on another line than the signed one."""
    hashes = {one.segment: one.hash for one in stated.agreed}
    for name, about in sorted(stated.papers.items()):
        if name not in files or "segment" not in about:
            continue
        try:
            told = told_hashes(files[name])
        except (InputError, KeyError) as fault:
            why = fault.message if isinstance(fault, InputError) else fault
            text = message("{file}: the paper cannot be read ({fault})", file=name, fault=why)
            yield Notice("paper-unreadable", text, AGAIN, name)
            continue
        if not told | {about["hash"]} <= {hashes.get(about["segment"])}:
            text = message("{file} is about another line", file=name)
            yield Notice("paper-other-line", text, MAKE_AGAIN, name)


def _decision_faults(stated: _Stated) -> list[Notice]:
    """Whether the manifest lists the same decisions and signatures as the agreed lines."""
    ours = {
        one.segment: (one.hash, sorted(str(row.get("hash")) for row in one.signatures))
        for one in stated.agreed
    }
    theirs = {
        name: (one["hash"], sorted(str(row["hash"]) for row in one["signatures"]))
        for name, one in stated.decisions.items()
    }
    return [
        Notice(
            "decision-differs",
            message("the manifest and {file} do not tell the same about {segment}",
                    file=AGREED_LINES, segment=name),
            message("ask for the package again from whoever made it"),
            name,
        )
        for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
    ]  # fmt: skip


def _count_faults(layers: Layers, counts: Mapping[str, int]) -> list[Notice]:
    """Layers with more or fewer features than the manifest says."""
    return [
        Notice(
            "other-count",
            message("{layer}: {count} features, but {stated} are stated", layer=name,
                    count=len(getattr(layers, name)), stated=counts.get(name)),
            message("ask for the package again from whoever made it"),
            name,
        )
        for name in ("villages", "segments", "points", "kecamatan")
        if len(getattr(layers, name)) != counts.get(name)
    ]  # fmt: skip


def _unreadable(fault: Exception) -> InputError:
    return InputError(
        "package-unreadable",
        message("the manifest or the agreed lines cannot be read ({fault})", fault=fault),
        message("ask for the package again from whoever made it"),
    )
