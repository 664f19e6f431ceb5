"""The agreed land of one village, one kecamatan or one segment as GeoJSON."""

from __future__ import annotations

from dataclasses import replace

from boundaries.domain.submission import MARK, Wanted, assess, submission
from boundaries.errors import ParameterError
from boundaries.io.package_layers import DECIMALS, SEGMENTS, VILLAGES, geojson_files
from boundaries.messages import message
from boundaries.store.database import Store
from boundaries.store.models import Segment
from boundaries.store.repository import Repository
from boundaries.workflows.agreed_ground import ground_of


def villages_geojson(store: Store, wanted: Wanted) -> bytes:
    """The villages that are wanted, as `desa.geojson` of a package has them.

    Those that are not finished are there and say so, whatever `wanted` says of them. Raises
    `ParameterError` for villages and kecamatan that are not there.
    """
    with Repository(store) as repository:
        ground = ground_of(repository)
    marked = replace(wanted, unfinished=MARK)
    submitted = submission(assess(ground), marked, decimals=DECIMALS)
    return geojson_files(submitted)[VILLAGES]


def segment_geojson(store: Store, segment: str) -> bytes:
    """The lines of a segment, as `segmen.geojson` of a package has them.

    Raises `StoreError` for an unknown segment, and `ParameterError` for one of which today's land
    has no line.
    """
    with Repository(store) as repository:
        row = repository.get(Segment, segment)
        ground = ground_of(repository)
    wanted = Wanted(tuple(filter(None, (row.village_a, row.village_b))), unfinished=MARK)
    submitted = submission(assess(ground), wanted, decimals=DECIMALS)
    lines = submitted.segments
    lines = lines[(lines["segment"] == segment).to_numpy()].reset_index(drop=True)
    if lines.empty:
        raise ParameterError(
            "segment-without-line",
            message("{segment} has no line of its own in today's land", segment=segment),
            message("the two villages do not meet there any more; look at the map"),
        )
    return geojson_files(replace(submitted, segments=lines))[SEGMENTS]
