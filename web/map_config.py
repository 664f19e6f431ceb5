"""What the scripts of a map are told: addresses, texts, bounds, zone."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from boundaries.geometry.drawn_line import Limits
from web import unit
from web.access import actor
from web.config import EXTENSION
from web.language import language
from web.maps import MapParts, build_map
from web.positions import project_zone
from web.segment_page import SegmentPage

Bounds = list[float]


def map_of(bounds: Bounds) -> MapParts:
    """The map over these bounds (west, south, east, north in degrees)."""
    west, south, east, north = bounds
    return build_map((west, south, east, north), current_app.extensions[EXTENSION])


def overview_config(
    bounds: Bounds,
    *,
    only: list[str] | None = None,
    names: dict[str, list[list[float]]] | None = None,
) -> dict[str, Any]:
    """For a map of segments by state; `only` those that are not faint, None for all.

    `names` are further places where names of villages fit, as the layer of segments gives them.
    """
    return {
        **_common(bounds),
        "hanya": only,
        "nama": names or {},
        "alamat": {
            "peta": url_for("segment_data.layer"),
            "temuan": url_for("segment_data.findings"),
            "segmen": url_for("segments.segment", identifier="_"),
            **_measuring(),
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
        "diganti": it.replaced,
        "dekat": Limits().snap_m,
        "tertanda": bool(it.case.standing) and not it.row.settled,
        "orang": actor().person,
        "alamat": {
            "segmen": url_for("segments.segment", identifier="_"),
            "keadaan": url_for("segments.state", identifier=identifier),
            "data": url_for("segment_data.segment", identifier=identifier),
            "pratinjau": url_for("segment_data.preview", identifier=identifier),
            "unggah": url_for("segment_data.upload", identifier=identifier),
            "pakai": url_for("segment_data.lease", identifier=identifier),
            "draf": url_for("drafts.read", identifier=identifier),
            **_measuring(),
        },
        "teks": {**_words(), **_segment_words()},
    }


def _common(bounds: Bounds) -> dict[str, Any]:
    return {
        "bahasa": language(),
        "batas": bounds,
        "zona": project_zone(unit.store().crs),
        "token": generate_csrf(),
        "teks": _words(),
    }


def _measuring() -> dict[str, str]:
    return {"ukur": url_for("measure.figures"), "letak": url_for("segment_data.position")}


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
        "duaJari": gettext("Use two fingers to move the map."),
        "ukurPanjang": gettext("Click two places or more on the map."),
        "ukurLuas": gettext("Click three places or more around the land."),
        "hasilLuas": gettext("%(area)s, outline %(length)s", area="{0}", length="{1}"),
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
        **_drawing_words(),
        "gugur": gettext("The signatures on the present proposal no longer count then."),
        "grafik": gettext("Offset along the segment, up to %(most)s m", most="{0}"),
        "grafikLuar": gettext("Not in this chart: %(parts)s.", parts="{0}"),
        "grafikJauh": gettext(
            "%(line)s, up to %(offset)s m from BIG's line", line="{0}", offset="{1}"
        ),
        "grafikLewat": gettext(
            "%(line)s, %(length)s m beyond the end of BIG's line", line="{0}", length="{1}"
        ),
        "akanAcuan": gettext(
            "You propose: %(line)s. Land that BIG's layer gives to nobody or to several villages "
            "falls to a side with it: %(a)s %(change_a)s ha, %(b)s %(change_b)s ha.",
            line="{0}", a="{1}", change_a="{2}", b="{3}", change_b="{4}",
        ),
        "titikGrafik": gettext(
            "at %(along)s m: %(offset)s m %(side)s", along="{0}", offset="{1}", side="{2}"
        ),
        "titik": gettext("%(count)s points", count="{0}"),
        "tersimpan": gettext("saved %(time)s", time="{0}"),
        "menyimpan": gettext("saving …"),
        "belumTerkirim": gettext("kept on this computer, not sent yet, trying again"),
        "takTerkirim": gettext("kept on this computer only: %(reason)s", reason="{0}"),
        "takTersimpan": gettext("This browser keeps nothing: do not close the page."),
        "drafBeda": gettext("Your line was changed elsewhere at %(time)s.", time="{0}"),
        "drafSana": gettext("Use that line (%(count)s points)", count="{0}"),
        "drafHilang": gettext("Your line was proposed or thrown away elsewhere."),
        "drafBuang": gettext("Throw this line away"),
        "dipulihkan": gettext("Your unfinished line is back."),
        "gagalPratinjau": gettext(
            "No answer: the line is kept on this computer; its figures follow."
        ),
        "orangLain": gettext("%(person)s is drawing here too.", person="{0}"),
    }  # fmt: skip


def _drawing_words() -> dict[str, str]:
    return {
        "mulaiGambar": gettext(
            "Click one of the numbered simpul, then along the border, and the other simpul last."
        ),
        "garisUtuh": gettext(
            "The line is whole: more clicks add nothing. Drag a point to move it, drag a small dot "
            "between two to insert one, click a point and press Delete point to take it away."
        ),
        "terlaluPanjang": gettext(
            "The line is too long: it goes on past a simpul. Press Cut at the simpul, or delete "
            "the points past it."
        ),
        "belumSampai": gettext(
            "The line is not complete: it does not reach simpul %(number)s yet. Click on until "
            "there, or choose another line in the table.",
            number="{0}",
        ),
        "belumLengkap": gettext(
            "The line is not complete: it begins at one numbered simpul and ends at the other. "
            "Drag its ends there or draw on, or choose another line in the table."
        ),
        "menghitung": gettext("Your line is being computed …"),
        "hapusTitik": gettext("Delete point %(number)s", number="{0}"),
        "hapusUjung": gettext("Delete point"),
        "titikTerpilih": gettext("Point %(number)s of %(total)s", number="{0}", total="{1}"),
    }
