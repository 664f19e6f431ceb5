"""What the interface for programs tells of segments, villages, progress and the log."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import shapely

from boundaries.store.models import Candidate, Event, Segment
from web import unit
from web.board_page import Progress
from web.geodata import to_degrees
from web.land_layers import Record, segment_record
from web.places import Place, places
from web.segment_rows import Row, rows


def segment_details(row: Row) -> Record:
    """One segment with its lines, figures, the line on the table and who signed it."""
    stored = unit.reading().get(Segment, row.id)
    return (
        segment_record(row, places())
        | {"version": stored.version, "geometry": _geometry(stored.geometry)}
        | {"figures": stored.figures or {}, "candidates": _candidates(stored)}
        | _case(row)
    )


def _case(row: Row) -> Record:
    """The line on the table, the signatures that stand, and the decision."""
    case = row.case
    return {
        "proposal": case.proposal
        and {
            "number": case.proposal.number, "hash": case.proposal.hash,
            "by": case.proposal.by, "at": case.proposal.at.isoformat(),
        },
        "signatures": [
            {
                "village": one.village, "person": one.person, "role": one.role.value,
                "number": one.number, "hash": one.hash, "at": one.at.isoformat(),
            }
            for one in case.standing
        ],
        "decision": case.decision
        and {
            "kind": case.decision.kind.value, "number": case.decision.number,
            "hash": case.decision.hash, "at": case.decision.at.isoformat(),
        },
    }  # fmt: skip


def _candidates(segment: Segment) -> list[Record]:
    """The lines that sources draw for a segment."""
    reading = unit.reading()
    names = {source.id: source.name for source in reading.current_sources()}
    table = reading.find(Candidate, segment_id=segment.id, detection_id=segment.detection_id)
    return [
        {
            "source": names.get(one.source_id, ""), "role": one.role, "village": one.village,
            "figures": one.figures or {}, "geometry": _geometry(one.geometry),
        }
        for one in table
    ]  # fmt: skip


def _geometry(shape: shapely.Geometry) -> dict[str, Any]:
    """A shape in the working CRS as GeoJSON in degrees."""
    (turned,) = to_degrees(gpd.GeoSeries([shape], crs=unit.store().crs))
    made: dict[str, Any] = shapely.geometry.mapping(turned)
    return made


def shared_counts() -> dict[str, list[int]]:
    """By village: how many segments it shares, and how many of them are settled."""
    found: dict[str, list[int]] = {}
    for row in rows().inner():
        for key in (row.a, row.b):
            count = found.setdefault(key, [0, 0])
            count[0] += 1
            count[1] += row.settled
    return found


def village_record(place: Place, counts: dict[str, list[int]]) -> Record:
    """A village; `counts` as `shared_counts` has them."""
    shared, settled = counts.get(place.key, (0, 0))
    land = places()
    return {
        "key": place.key, "code": place.code, "name": place.name, "type": place.level,
        "kecamatan": place.kecamatan, "kecamatan_name": land.kecamatan.get(place.kecamatan, ""),
        "shared_segments": shared, "settled_segments": settled,
        "areas_m2": {name: round(area, 1) for name, area in land.areas[place.key].items()},
    }  # fmt: skip


def progress_record(part: Progress) -> Record:
    """How far a kecamatan is."""
    return {
        "code": part.key, "name": part.name, "segments": part.segments, "settled": part.settled,
        "length_m": round(part.length_m, 2), "settled_m": round(part.settled_m, 2),
        "disputed_m2": round(part.disputed_m2, 1),
        "groups": {share.group: share.segments for share in part.shares},
    }  # fmt: skip


def entry_record(entry: Event) -> Record:
    """An entry of the log."""
    return {
        "seq": entry.seq, "at": entry.at.isoformat(), "who": entry.who, "role": entry.role,
        "action": entry.action, "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id, "before": entry.before, "after": entry.after,
        "reason": entry.reason, "previous_hash": entry.previous_hash, "hash": entry.hash,
    }  # fmt: skip
