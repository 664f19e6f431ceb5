"""The column type of geometries: shapely in Python, a GeoPackage blob or PostGIS in the store."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from boundaries.store.dialect import DeclaredColumn, GeoPackageDialect
from boundaries.store.geopackage_blob import from_blob, to_blob

ANY = "GEOMETRY"
POSTGIS_NAMES = {
    "POINT": "Point",
    "MULTILINESTRING": "MultiLineString",
    "MULTIPOLYGON": "MultiPolygon",
    ANY: "Geometry",
}
"""The kinds of geometry a column may have, as GeoPackage and as PostGIS writes them."""


class Geometry(TypeDecorator[BaseGeometry]):
    """A geometry of one kind in the working CRS, coordinates kept bit by bit.

    `kind` is one of `POSTGIS_NAMES`. A Polygon or LineString given to a column of the multiple kind
    is stored, and comes back, as one part of it; another kind raises `ValueError`, and so does a
    height. `srs_id` is needed only where the column is declared, in PostGIS.
    """

    impl = UserDefinedType
    cache_ok = True

    def __init__(self, kind: str, srs_id: int = 0) -> None:
        super().__init__()
        self.kind = kind
        self.srs_id = srs_id

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """How the column is declared in this store."""
        if isinstance(dialect, GeoPackageDialect):
            return DeclaredColumn(self.kind)
        return DeclaredColumn(f"geometry({POSTGIS_NAMES[self.kind]},{self.srs_id})")

    def process_bind_param(self, value: BaseGeometry | None, dialect: Dialect) -> bytes | None:
        """The geometry as the store takes it."""
        if value is None:
            return None
        shape = self._fitting(value)
        if isinstance(dialect, GeoPackageDialect):
            return to_blob(shape, dialect.srs_id)
        binary: bytes = shapely.to_wkb(shape, byte_order=1, include_srid=False)
        return binary

    def process_result_value(self, value: Any, dialect: Dialect) -> BaseGeometry | None:
        """The geometry as shapely knows it."""
        if value is None:
            return None
        if isinstance(dialect, GeoPackageDialect):
            return from_blob(value)
        return shapely.set_srid(shapely.from_wkb(value), 0)

    def coerce_compared_value(self, op: object, value: object) -> TypeEngine[Any]:
        """What is compared with a geometry is one."""
        return self

    def _fitting(self, shape: BaseGeometry) -> BaseGeometry:
        """The shape as one of the kind of the column."""
        kind = shape.geom_type.upper()
        if shape.has_z or self.kind not in {kind, f"MULTI{kind}", ANY}:
            height = " with heights" if shape.has_z else ""
            raise ValueError(f"a {shape.geom_type}{height} does not fit a column of {self.kind}")
        if self.kind == f"MULTI{kind}":
            parts = shapely.get_parts(shape)
            if kind == "POLYGON":
                return shapely.multipolygons(parts)
            return shapely.multilinestrings(parts)
        return shape
