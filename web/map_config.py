"""What the scripts of a map are told: addresses, texts, bounds, zone."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from web import unit
from web.language import language
from web.maps import MapParts, build_map
from web.positions import project_zone
from web.segment_page import SegmentPage

Bounds = list[float]


def map_of(bounds: Bounds) -> MapParts:
    """The map over these bounds (west, south, east, north in degrees)."""
    west, south, east, north = bounds
    return build_map((west, south, east, north), None)


def overview_config(bounds: Bounds, *, only: list[str] | None = None) -> dict[str, Any]:
    """For a map of segments by state; `only` those that are not faint, None for all."""
    return {
        **_common(bounds),
        "hanya": only,
        "alamat": {
            "peta": url_for("segment_data.layer"),
            "temuan": url_for("segment_data.findings"),
            "segmen": url_for("segments.segment", identifier="_"),
        },
    }


def segment_config(it: SegmentPage, bounds: Bounds) -> dict[str, Any]:
    """For the page of a segment."""
    identifier = it.row.id
    table = it.table
    return {
        **_common(bounds),
        "id": identifier,
        "a": it.a.title,
        "b": it.b.title,
        "selesai": it.row.settled,
        "hash": table.row.hash if table else "",
        "tertanda": bool(it.case.standing) and not it.row.settled,
        "token": generate_csrf(),
        "alamat": {
            "segmen": url_for("segments.segment", identifier="_"),
            "keadaan": url_for("segments.state", identifier=identifier),
            "data": url_for("segment_data.segment", identifier=identifier),
            "pratinjau": url_for("segment_data.preview", identifier=identifier),
            "unggah": url_for("segment_data.upload", identifier=identifier),
            "pakai": url_for("segment_data.lease", identifier=identifier),
            "letak": url_for("segment_data.position"),
        },
        "teks": {**_words(), **_segment_words()},
    }


def _common(bounds: Bounds) -> dict[str, Any]:
    return {
        "bahasa": language(),
        "batas": bounds,
        "zona": project_zone(unit.store().crs),
        "teks": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "gagal": gettext("The server does not answer. Check that it still runs, then try again."),
        "ulangi": gettext("Try again"),
        "tutup": gettext("Close"),
        "disalin": gettext("Copied"),
        "utara": gettext("N"),
        "selatan": gettext("S"),
        "timur": gettext("E"),
        "barat": gettext("W"),
        "mE": gettext("mE"),
        "mN": gettext("mN"),
    }


def _segment_words() -> dict[str, str]:
    return {
        "simpul": gettext("Simpul %(number)s; other segments that meet here:", number="{0}"),
        "pilih": gettext("Choose a line above, or draw one."),
        "sudah": gettext("This line is on the table."),
        "akan": gettext(
            "You propose: %(line)s. %(a)s %(change_a)s ha, %(b)s %(change_b)s ha compared with "
            "BIG's line.",
            line="{0}", a="{1}", change_a="{2}", b="{3}", change_b="{4}",
        ),
        "gugur": gettext("The signatures on the present proposal no longer count then."),
        "grafik": gettext("Offset along the segment, up to %(most)s m", most="{0}"),
        "titikGrafik": gettext(
            "at %(along)s m: %(offset)s m %(side)s", along="{0}", offset="{1}", side="{2}"
        ),
        "tersimpan": gettext(
            "%(count)s points, kept on this computer at %(time)s", count="{0}", time="{1}"
        ),
        "dipulihkan": gettext("Your unfinished line is back."),
        "gagalPratinjau": gettext(
            "No answer: the line is kept on this computer; its figures follow."
        ),
        "orangLain": gettext("%(person)s is drawing here too.", person="{0}"),
    }  # fmt: skip
