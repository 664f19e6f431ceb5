"""Make a workspace, and the settings that hold in it."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from pyproj import CRS

from boundaries import __version__
from boundaries.domain.envelopes import boxes_by_code, names_by_code
from boundaries.domain.parameters import Parameters
from boundaries.errors import ParameterError
from boundaries.geometry.crs import require_metres, working_crs
from boundaries.io.declared_crs import given_crs
from boundaries.messages import message
from boundaries.store.database import Store, create_store
from boundaries.store.repository import Repository
from boundaries.workflows.doer import Doer

NAME, KABUPATEN, PARAMETERS, CREATED, TOOL = (
    "name", "kabupaten", "parameters", "created", "tool_version",
)  # fmt: skip


def create_workspace(
    address: str,
    doer: Doer,
    *,
    kabupaten: str = "",
    crs: str | None = None,
    name: str = "",
    parameters: Parameters | None = None,
) -> Store:
    """A new, empty workspace at an address, opened.

    The working CRS is `crs` (a projected one in metres), else that of the UTM zone in which the
    kabupaten with this code lies. `parameters` hold for every detection. Raises `ParameterError`
    where neither tells a working CRS, and what `boundaries.store.database.create_store` raises.
    """
    working = _working_crs(kabupaten, crs)
    settings: dict[str, object] = {
        NAME: name or names_by_code().get(kabupaten, ""),
        KABUPATEN: kabupaten,
        PARAMETERS: asdict(parameters or Parameters()),
        CREATED: doer.at.astimezone(datetime.UTC).isoformat(),
        TOOL: __version__,
    }
    store = create_store(address, crs=working, settings=settings)
    with Repository(store) as repository:
        repository.record(doer.entry("create", ("workspace", str(settings[NAME])), after=settings))
    return store


def parameters_of(repository: Repository) -> Parameters:
    """The thresholds that hold in a workspace."""
    return Parameters(**repository.setting(PARAMETERS))


def _working_crs(kabupaten: str, crs: str | None) -> CRS:
    working = given_crs(crs)
    if working is not None:
        require_metres(working)
        return working
    box = boxes_by_code().get(kabupaten)
    if box is None:
        raise ParameterError(
            "working-crs",
            message("no working coordinate system follows from kabupaten {code!r}", code=kabupaten)
            if kabupaten
            else message("the workspace needs a working coordinate system"),
            message("give --kabupaten with a code such as 12.09, or --crs EPSG:32647"),
        )
    return working_crs(box)
