"""Searches that run only where they are asked for: inlets and unmatched vertices."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from boundaries.domain.claims import Labels, labels_of
from boundaries.domain.finding import measured
from boundaries.domain.inlets import inlets
from boundaries.domain.unmatched import unmatched_vertices
from boundaries.domain.wanted import Wanted
from boundaries.engine import Engine
from boundaries.geometry.metrics import centroids_lonlat
from boundaries.messages import Progress, message
from boundaries.workflows.detect import rows_of, stacked
from boundaries.workflows.detect_tiles import detected


def patches_with(
    wanted: Wanted,
    villages: gpd.GeoDataFrame,
    *,
    min_area_m2: float,
    engine: Engine,
    progress: Progress,
) -> gpd.GeoDataFrame:
    """All that `detect_tiles.conflicts` finds and, below, what is wanted besides, by source.

    Arguments and columns are those of `boundaries.workflows.detect_tiles.conflicts`.
    """
    detection = detected(villages, min_area_m2=min_area_m2, engine=engine, progress=progress)
    villages = detection.villages
    tables = [detection.patches]
    rim = np.unique(np.concatenate([found.rim for found in detection.found.values()]))
    for role in dict.fromkeys(villages["role"]):
        rows = rows_of(villages, role)
        labels = labels_of(villages[rows])
        if wanted.inlet_width_m:
            progress(message("looking for inlets"))
            found = inlets(
                villages[rows & np.isin(np.arange(len(villages)), rim)],
                labels,
                width=wanted.inlet_width_m,
                silent=_silent(villages, role, labels),
            )
            tables.append(measured(found, min_area_m2=min_area_m2).assign(scope=role))
        if wanted.unmatched:
            progress(message("looking for unmatched vertices"))
            points = unmatched_vertices(villages[rows], labels)
            lon, lat = centroids_lonlat(points.geometry.to_numpy(), CRS.from_user_input(points.crs))
            figures = {"area_m2": 0.0, "mean_width_m": 0.0, "lon": lon, "lat": lat}
            tables.append(points.assign(**figures, scope=role))
    return stacked(tables)


def _silent(villages: gpd.GeoDataFrame, role: str, labels: Labels) -> NDArray[np.object_]:
    """The land of villages that a local source does not contain."""
    elsewhere = rows_of(villages, "reference") & ~villages["key"].isin(labels).to_numpy()
    return np.asarray(villages.geometry.to_numpy()[elsewhere & (role == "local")])
