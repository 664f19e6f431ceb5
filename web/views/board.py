"""The board: how far the work is, what waits, which clocks run out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, render_template
from flask_babel import gettext

from boundaries.io.workbook import write_xlsx
from boundaries.io.write import write_csv
from web import language, unit
from web.access import everyone
from web.board_page import board_page, table_of
from web.map_config import map_of, overview_config
from web.places import places
from web.segment_rows import rows, waiting
from web.views.segments import bounds_of, same_lines

board = Blueprint("board", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@board.get("/")
@everyone
def page() -> str:
    """Progress in one sentence, by kecamatan, and what is next."""
    everything, land, doer = rows(), places(), unit.doer()
    found = everything.inner()
    bounds = bounds_of(found, land)
    return render_template(
        "workspace/board.html",
        it=board_page(everything, land, doer),
        same=same_lines(found, waiting(found, doer)),
        places=land,
        map=map_of(bounds),
        map_config=overview_config(bounds),
        today=unit.now().date(),
    )


@board.get("/kemajuan.csv")
@everyone
def as_csv() -> Response:
    """The table by kecamatan as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tabel.csv"
        table = table_of(rows().inner(), places())
        write_csv(table, path, semicolons=language.decimal_comma())
        return _attached(path, "text/csv")


@board.get("/kemajuan.xlsx")
@everyone
def as_workbook() -> Response:
    """The table by kecamatan as an Excel workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tabel.xlsx"
        table = table_of(rows().inner(), places())
        write_xlsx({gettext("Progress"): table}, path, formats={})
        return _attached(path, XLSX)


def _attached(path: Path, media_type: str) -> Response:
    response = Response(path.read_bytes(), mimetype=media_type)
    name = f"tapal-{unit.now().date().isoformat()}{path.suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
