"""Geometries as GeoPackage stores them: a header with the envelope, then well-known binary."""

from __future__ import annotations

import struct

import shapely
from shapely.geometry.base import BaseGeometry

POINT = "Point"
NO_ENVELOPE = (None, None, None, None)

_HEADER = struct.Struct("<2sBBi")
_ENVELOPE = struct.Struct("<4d")
_LITTLE_ENDIAN = 0b1
_WITH_ENVELOPE = 0b10
_EMPTY = 0b10000
_ENVELOPE_SIZES = (0, 32, 48, 48, 64)

Envelope = tuple[float | None, float | None, float | None, float | None]


def to_blob(shape: BaseGeometry, srs_id: int) -> bytes:
    """The blob of a geometry in the reference system that the GeoPackage knows as `srs_id`.

    Points and empty geometries come without an envelope. Coordinates stay bit by bit as they are.
    """
    binary: bytes = shapely.to_wkb(shape, byte_order=1, flavor="iso")
    if shape.is_empty:
        return _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN | _EMPTY, srs_id) + binary
    if shape.geom_type == POINT:
        return _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN, srs_id) + binary
    min_x, min_y, max_x, max_y = shape.bounds
    header = _HEADER.pack(b"GP", 0, _LITTLE_ENDIAN | _WITH_ENVELOPE, srs_id)
    return header + _ENVELOPE.pack(min_x, max_x, min_y, max_y) + binary


def from_blob(blob: bytes) -> BaseGeometry:
    """The geometry of a blob, whoever wrote it. Raises `ValueError` for other bytes."""
    return shapely.from_wkb(blob[_body(blob) :])


def envelope(blob: bytes | None) -> Envelope:
    """Least x, greatest x, least y, greatest y; all None without a geometry or for an empty one."""
    if blob is None or blob[3] & _EMPTY:
        return NO_ENVELOPE
    if _body(blob) > _HEADER.size:
        order = "<" if blob[3] & _LITTLE_ENDIAN else ">"
        return struct.unpack_from(f"{order}4d", blob, _HEADER.size)
    shape = from_blob(blob)
    if shape.is_empty:
        return NO_ENVELOPE
    min_x, min_y, max_x, max_y = shape.bounds
    return min_x, max_x, min_y, max_y


def is_empty(blob: bytes | None) -> bool | None:
    """Whether the geometry of a blob has no point; None without a geometry."""
    return None if blob is None else envelope(blob) == NO_ENVELOPE


def _body(blob: bytes) -> int:
    """Where well-known binary begins."""
    size = (blob[3] >> 1) & 0b111 if len(blob) > _HEADER.size else len(_ENVELOPE_SIZES)
    if blob[:2] != b"GP" or size >= len(_ENVELOPE_SIZES):
        raise ValueError("these bytes are no geometry of a GeoPackage")
    return _HEADER.size + _ENVELOPE_SIZES[size]
