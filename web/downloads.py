"""The products of one segment, village or kecamatan: which there are, for whom, and their files."""

from __future__ import annotations

import datetime
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import abort, current_app
from flask_babel import gettext

from boundaries.domain.case import MEDIATION, SETTLED, UNSETTLED, Case, DecisionKind, State
from boundaries.domain.paper import PaperKind
from boundaries.domain.submission import Wanted
from boundaries.domain.units import KECAMATAN, SEGMENT, VILLAGE
from boundaries.messages import translator
from boundaries.reports.berita_acara import FILES
from boundaries.reports.map_sheet import MapSheet
from boundaries.reports.map_sheet_layout import ORIENTATIONS, PAPERS, SCALES
from boundaries.reports.map_sheet_shown import SheetOptions
from boundaries.workflows.coordinates import coordinates_of
from boundaries.workflows.map_sheet import sheet_of
from boundaries.workflows.papers import PaperRequest, write_paper
from boundaries.workflows.unit_data import segment_geojson, villages_geojson
from boundaries.workflows.write_coordinates import PDF, write_coordinates
from web import language, unit
from web.access import actor
from web.places import places
from web.product_rules import DRAFTERS, may_have
from web.products_state import state_version
from web.segment_rows import rows

EXTENSION = "tapal-sheets"
UNITS = {"segmen": SEGMENT, "desa": VILLAGE, "kecamatan": KECAMATAN}
SHEETS_KEPT = 4
DRAWING = threading.Lock()
IN_LINE = threading.BoundedSemaphore(2)
"""Who draws and who waits for it; others are sent away, so that pages go on being served."""


@dataclass(frozen=True)
class Subject:
    """What products are about: `unit` as in addresses, `code` the id of a segment or a key.

    `villages` (keys and codes) and `kecamatan` say whose land it is; `case` is that of a segment.
    `settled` of the `shared` segments of the land are settled.
    """

    unit: str
    code: str
    title: str
    villages: frozenset[str]
    kecamatan: frozenset[str]
    settled: int
    shared: int
    case: Case | None = None

    @property
    def kind(self) -> str:
        """What the reports call the unit."""
        return UNITS[self.unit]

    @property
    def open(self) -> bool:
        """Whether the products are for the person who is signed in."""
        return may_have(actor(), self.villages, self.kecamatan)

    @property
    def coordinates(self) -> bool:
        """Whether there is a coordinate list: of a segment not before a line was proposed."""
        return self.case is None or bool(self.case.proposal or self.case.decision)

    @property
    def regulation(self) -> bool:
        """Whether there is a draft of the regulation for the person who is signed in."""
        return self.settled > 0 and actor().role in DRAFTERS

    @property
    def papers(self) -> tuple[PaperKind, ...]:
        """The minutes that fit the state, the one that is due first."""
        return fitting(self.case) if self.case else ()


@dataclass(frozen=True)
class SheetChoice:
    """How a map sheet is wanted; None lets the program choose."""

    paper: str = "A3"
    scale: int | None = None
    orientation: str | None = None

    @classmethod
    def parse(cls, paper: str, scale: str, orientation: str) -> SheetChoice:
        """The choice in an address; what is not on offer counts as not said."""
        return cls(
            paper if paper in PAPERS else "A3",
            int(scale) if scale.isascii() and scale.isdigit() and int(scale) in SCALES else None,
            orientation if orientation in ORIENTATIONS else None,
        )


def subject(unit_name: str, code: str) -> Subject:
    """What an address names; ends the request with 404 where there is no such thing.

    A segment without a village on the other side has no products of its own.
    """
    makers = {"segmen": _segment, "desa": _village, "kecamatan": _kecamatan}
    found = makers[unit_name](code) if unit_name in makers else None
    return found or abort(404, gettext("There is no such segment, village or kecamatan here."))


def _segment(code: str) -> Subject | None:
    row = next((row for row in rows().inner() if row.id == code), None)
    if row is None:
        return None
    sides = [places().place(key) for key in (row.a, row.b)]
    return Subject(
        unit="segmen",
        code=row.id,
        title=" – ".join(place.title for place in sides),
        villages=frozenset(name for place in sides for name in (place.key, place.code)),
        kecamatan=frozenset(row.kecamatan),
        settled=int(row.settled),
        shared=1,
        case=row.case,
    )


def _village(code: str) -> Subject | None:
    known = places().by_key.values()
    place = next((place for place in known if code in (place.key, place.code)), None)
    if place is None:
        return None
    own = [row for row in rows().inner() if place.key in (row.a, row.b)]
    return Subject(
        unit="desa",
        code=place.key,
        title=place.title,
        villages=frozenset({place.key, place.code}),
        kecamatan=frozenset({place.kecamatan}),
        settled=sum(row.settled for row in own),
        shared=len(own),
    )


def _kecamatan(code: str) -> Subject | None:
    name = places().kecamatan.get(code)
    if name is None:
        return None
    own = [row for row in rows().inner() if code in row.kecamatan]
    return Subject(
        unit="kecamatan",
        code=code,
        title=gettext("Kecamatan %(name)s", name=name),
        villages=frozenset(),
        kecamatan=frozenset({code}),
        settled=sum(row.settled for row in own),
        shared=len(own),
    )


@contextmanager
def drawing() -> Iterator[None]:
    """The right to draw: drawings share the settings of matplotlib, so that one is made at a time.

    Ends the request with 503 where somebody waits already.
    """
    if not IN_LINE.acquire(blocking=False):
        abort(503, gettext("The server is drawing for others just now."))
    try:
        with DRAWING:
            yield
    finally:
        IN_LINE.release()


def fitting(case: Case) -> tuple[PaperKind, ...]:
    """The minutes that the state of a segment asks for or has asked for, the latest first."""
    agreed = case.decision is not None and case.decision.kind is DecisionKind.AGREEMENT
    disputed = case.disagreed_on is not None or case.state in UNSETTLED
    found = [
        (PaperKind.DOCUMENTS, True),
        (PaperKind.TRACING, case.state is not State.INDIKATIF),
        (PaperKind.DISAGREEMENT, disputed and case.state not in SETTLED),
        (PaperKind.MEDIATION, case.state in MEDIATION or case.meetings > 0),
        (PaperKind.AGREEMENT, agreed or (case.proposal is not None and case.state in UNSETTLED)),
    ]
    return tuple(kind for kind, fits in reversed(found) if fits)


def paper_name(kind: PaperKind) -> str:
    """What a paper is called."""
    names = {
        PaperKind.DOCUMENTS: gettext("Minutes of the study of documents (Form 1)"),
        PaperKind.TRACING: gettext("Minutes of the tracing"),
        PaperKind.AGREEMENT: gettext("Minutes of the agreement"),
        PaperKind.DISAGREEMENT: gettext("Minutes of the disagreement"),
        PaperKind.MEDIATION: gettext("Minutes of the mediation"),
        PaperKind.REGULATION: gettext("Draft of the regulation of the bupati"),
    }
    return str(names[kind])


def coordinate_file(about: Subject, ending: str) -> bytes:
    """The coordinate list as a file with an ending of `write_coordinates.ENDINGS`."""
    spoken = language.language()
    words = translator(spoken)
    comma = language.decimal_comma()
    document = coordinates_of(unit.store(), about.kind, about.code, words, comma=comma)

    def write(path: Path) -> None:
        write_coordinates(document, path, words, semicolons=comma)

    if ending != PDF:
        return _written(ending, write)
    with drawing():
        return _written(ending, write)


def paper_file(wanted: PaperRequest, today: datetime.date) -> bytes:
    """A paper for Word."""
    return _written(".docx", lambda path: write_paper(unit.store(), wanted, path, today=today))


def paper_file_name(about: Subject, kind: PaperKind) -> str:
    """How the file of a paper is called: as its template, with the code."""
    return f"{Path(FILES[kind]).stem}-{about.code}.docx"


def data_file(about: Subject) -> bytes:
    """The agreed land or line as GeoJSON."""
    if about.kind == SEGMENT:
        return segment_geojson(unit.store(), about.code)
    own = (about.code,)
    wanted = Wanted(villages=own) if about.kind == VILLAGE else Wanted(kecamatan=own)
    return villages_geojson(unit.store(), wanted)


def sheet(about: Subject, choice: SheetChoice) -> MapSheet:
    """The map sheet of a subject; the last ones are kept until the workspace changes."""
    spoken = language.language()
    kept: OrderedDict[object, MapSheet] = current_app.extensions.setdefault(
        EXTENSION, OrderedDict()
    )
    key = (state_version(), about.kind, about.code, choice, spoken)
    unit.let_go()
    with drawing():
        if key not in kept:
            options = SheetOptions(
                gettext=translator(spoken), language=spoken, paper=choice.paper,
                orientation=choice.orientation, scale=choice.scale,
            )  # fmt: skip
            kept[key] = sheet_of(unit.store(), about.kind, about.code, options)
            while len(kept) > SHEETS_KEPT:
                kept.popitem(last=False)
        return kept[key]


def _written(ending: str, write: Callable[[Path], object]) -> bytes:
    """What a use case writes into a file with an ending."""
    with tempfile.TemporaryDirectory(prefix="tapal-") as folder:
        path = Path(folder) / f"berkas{ending}"
        write(path)
        return path.read_bytes()
