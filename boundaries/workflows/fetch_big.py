"""Fetch the villages of a kabupaten from BIG's service into a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd

from boundaries import __version__
from boundaries.domain.codes import clean_text
from boundaries.errors import InputError, Notice, ParameterError
from boundaries.io.arcgis import Limits, Service
from boundaries.io.arcgis_faults import shown, without_credentials
from boundaries.io.arcgis_features import assemble
from boundaries.io.big import (
    EDITION,
    KABUPATEN_CODE,
    PAGE_SIZE,
    VILLAGE_CODE,
    Layer,
    describe_layer,
    find_kabupaten,
    where_kabupaten,
)
from boundaries.io.big_download import Plan, download, make_plan
from boundaries.io.part_folder import PartFolder
from boundaries.io.read import sha256
from boundaries.io.target import require_writable
from boundaries.io.write_layer import require_layer_ending, write_layer
from boundaries.messages import Progress, message, silent_progress

BIG_URL = (
    "https://geoservices.big.go.id/rbi/rest/services/BATASWILAYAH/BATAS_DESAKEL_AR/MapServer/0"
)
LAYER_NAME = "batas_desa"


@dataclass(frozen=True)
class Fetched:
    """A kabupaten as it was fetched and written.

    `kabupaten` is its code; `editions` counts villages by edition, "" for none; `edited` is the
    time of the last edit as the service says it (ISO 8601) or ""; `fetched` that of this download;
    `resumed` the number of villages that were kept from an earlier run.
    """

    path: Path
    sha256: str
    layer: str
    url: str
    kabupaten: str
    where: str
    format: str
    editions: dict[str, int]
    edited: str
    fetched: str
    features: int
    resumed: int
    notices: tuple[Notice, ...]

    @property
    def edition(self) -> str:
        """The edition of most villages."""
        return max(self.editions, key=self.editions.__getitem__)


def fetch_big(
    kabupaten: str,
    path: Path,
    *,
    url: str = BIG_URL,
    edition: str = "",
    page_size: int = PAGE_SIZE,
    limits: Limits | None = None,
    token: str = "",
    progress: Progress = silent_progress,
) -> Fetched:
    """Fetch a kabupaten, given by code ("12.09", "1209") or name, into a file.

    `edition` is the one wanted, or a part of it that tells it apart ("20260612"); `token` is
    that of a service that wants a sign-in, and is written nowhere. Pages are kept beside `path`
    until all are there, so that a later call goes on where this one ended; `path` is written
    when every village is there.

    Raises `ParameterError` for what is no kabupaten and an ending without a format; `InputError`
    with a remedy when the service does not give every village, or gives another edition.
    """
    require_layer_ending(path)
    require_writable(path)
    code = kabupaten_code(kabupaten)
    service = Service(limits=limits or Limits(), say=progress, token=token)
    layer = describe_layer(service, url)
    code = code or find_kabupaten(service, layer, kabupaten)
    plan = make_plan(service, layer, where_kabupaten(layer, code))
    _require_edition(edition, [plan.edition])
    parts = PartFolder(path)
    pages, resumed = download(service, plan, parts, page_size=page_size, say=progress)
    frame, faults = assemble(pages, fields=layer.fields, object_id=layer.object_id)
    editions = _editions(frame)
    _require_edition(edition, list(editions))
    notices = (*faults, *_several(editions), *_doubtful(frame, code))
    name = re.sub(r"\W+", "_", layer.name).strip("_") or LAYER_NAME
    write_layer(frame, path, layer=name, origin=_origin(plan, editions))
    parts.remove()
    return Fetched(
        path=path,
        sha256=sha256(path),
        layer=name,
        url=without_credentials(layer.url),
        kabupaten=code,
        where=plan.where,
        format=layer.format,
        editions=editions,
        edited=layer.edited,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        features=len(frame),
        resumed=resumed,
        notices=notices,
    )


def fetched_document(fetched: Fetched) -> dict[str, object]:
    """What was fetched, as one JSON document."""
    return {
        "schema_version": 1,
        "tool_version": __version__,
        "path": str(fetched.path),
        "sha256": fetched.sha256,
        "layer": fetched.layer,
        "crs": "EPSG:4326",
        "url": fetched.url,
        "kabupaten": fetched.kabupaten,
        "where": fetched.where,
        "format": fetched.format,
        "edition": fetched.edition,
        "editions": fetched.editions,
        "edited": fetched.edited,
        "fetched": fetched.fetched,
        "features": fetched.features,
        "resumed": fetched.resumed,
        "warnings": [
            {
                "code": notice.code,
                "message": str(notice.message),
                "hint": str(notice.hint),
                "feature": str(notice.feature),
            }
            for notice in fetched.notices
        ],
    }


def kabupaten_code(text: str) -> str:
    """The code of a kabupaten with its dot, "" when `text` is a name.

    Raises `ParameterError` for digits that are the code of something else.
    """
    found = re.fullmatch(r"([0-9]{2})\.?([0-9]{2})", text.strip())
    if found:
        return ".".join(found.groups())
    if re.search("[a-zA-Z]", text):
        return ""
    raise ParameterError(
        "kabupaten-code",
        message("{text} is no code of a kabupaten", text=text or '""'),
        message("give the code of Kemendagri, such as 12.09, or the name of the kabupaten"),
    )


def _require_edition(wanted: str, found: list[str]) -> None:
    others = [edition for edition in found if wanted not in edition]
    if others:
        raise InputError(
            "big-edition",
            message(
                "the service gives the edition {found}, not {wanted}",
                found=shown(", ".join(others)) or "-",
                wanted=wanted,
            ),
            message("leave out --edition to take what it gives, or ask BIG for the other one"),
        )


def _editions(frame: gpd.GeoDataFrame) -> dict[str, int]:
    """How many villages are of each edition, most first."""
    if EDITION not in frame.columns:
        return {"": len(frame)}
    counts = clean_text(frame[EDITION]).value_counts().sort_index()
    ordered = counts.sort_values(ascending=False, kind="stable")
    return {str(edition): int(count) for edition, count in ordered.items()}


def _several(editions: dict[str, int]) -> tuple[Notice, ...]:
    if len(editions) < 2:
        return ()
    listed = ", ".join(f"{edition or '-'} ({count})" for edition, count in editions.items())
    text = message("the villages are of several editions: {editions}", editions=listed)
    return (Notice("edition-several", text, message("look at the field METADATA")),)


def _doubtful(frame: gpd.GeoDataFrame, code: str) -> tuple[Notice, ...]:
    """A notice about villages whose two codes name different kabupaten.

    Raises `InputError` when a village belongs to the kabupaten by neither.
    """
    said = [clean_text(frame[field]) == code for field in KABUPATEN_CODE if field in frame]
    if VILLAGE_CODE in frame:
        said.append(clean_text(frame[VILLAGE_CODE]).str.startswith(f"{code}."))
    table = pd.concat(said, axis=1)
    strangers = int((~table.any(axis=1)).sum())
    if strangers:
        raise InputError(
            "big-strangers",
            message(
                "{count} of {total} villages are not of {code}: the service does not heed the "
                "question",
                count=strangers,
                total=len(frame),
                code=code,
            ),
            message("check --url"),
        )
    apart = int((~table.all(axis=1)).sum())
    if not apart:
        return ()
    text = message(
        "villages that belong to {code} by only one of their codes (kabupaten or village): {count}",
        count=apart,
        code=code,
    )
    hint = message("compare the fields KDPKAB and KDEPUM of the file")
    return (Notice("code-doubtful", text, hint),)


def _origin(plan: Plan, editions: dict[str, int]) -> dict[str, str]:
    """Where the layer is from, the same whenever the service gives the same."""
    layer: Layer = plan.layer
    return {
        "source": without_credentials(layer.url),
        "query": plan.where,
        "edition": ", ".join(edition for edition in editions if edition),
        "edited": layer.edited,
    }
