"""Papers from Word templates that office staff can edit; the same facts give the same bytes.

A template is a .docx file with fields such as `{{ nomor }}`, and with repeated paragraphs and rows
(`{%p for baris in uraian %}`, `{%tr for titik in titik %}`) in the manner of docxtpl. Field
values are text: braces or tags in a name do not act. `{{ qr }}` is the code with which a
print is recognised.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from boundaries.domain.paper import PaperFacts, PaperKind
from boundaries.errors import InputError
from boundaries.messages import message
from boundaries.reports.coordinates_docx import FIXED_TIME
from boundaries.reports.labels import clean
from boundaries.reports.paper_borders import sum_of
from boundaries.reports.paper_fields import fields_of
from boundaries.reports.paper_people import Fields

TEMPLATES = Path(__file__).parent / "templates" / "papers"
FILES: dict[PaperKind, str] = {
    PaperKind.DOCUMENTS: "penelitian_dokumen.docx",
    PaperKind.TRACING: "pelacakan.docx",
    PaperKind.AGREEMENT: "kesepakatan.docx",
    PaperKind.DISAGREEMENT: "tidak_sepakat.docx",
    PaperKind.MEDIATION: "mediasi.docx",
    PaperKind.REGULATION: "peraturan_bupati.docx",
}
QR = "qr"
QR_MM, QR_SCALE, QR_BORDER = 24, 6, 2


class _Named(StrictUndefined):
    """A field that is not there; using it raises `UndefinedError` with its name as the text."""

    def __init__(self, hint: str | None = None, obj: Any = None, name: Any = None, *rest: Any):
        super().__init__(str(name) if name else hint, obj, name, *rest)


def template_of(kind: PaperKind, folder: Path | None = None) -> Path:
    """The template of a kind: that in the office's own folder, else the one that comes with Tapal.

    Raises `InputError` for a folder that is not there.
    """
    if folder is not None:
        if not folder.is_dir():
            raise InputError(
                "template-folder",
                message("{path} is no folder", path=folder),
                message("give --templates a folder with files such as {name}", name=FILES[kind]),
            )
        own = folder / FILES[kind]
        if own.is_file():
            return own
    return TEMPLATES / FILES[kind]


def paper_bytes(facts: PaperFacts, template: Path) -> bytes:
    """The paper as a Word document. The zip around its parts is dated by the clock.

    Raises `InputError` for a file that is no Word document, and for a template with a field that is
    none, which is named, or with a fault in its blocks.
    """
    fields = _cleaned(fields_of(facts))
    try:
        paper = DocxTemplate(io.BytesIO(template.read_bytes()))
        paper.init_docx()
    except (OSError, PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise InputError(
            "template",
            message("{path} is no Word document (.docx)", path=template),
            message("save the template in Word as .docx"),
        ) from fault
    code = segno.make(qr_text(facts), error="m", micro=False)
    image = io.BytesIO()
    code.save(image, kind="png", scale=QR_SCALE, border=QR_BORDER)
    fields[QR] = InlineImage(paper, image, width=Mm(QR_MM))
    _rendered(paper, fields, template)
    return _saved(paper, fields["judul"])


def qr_text(facts: PaperFacts) -> str:
    """What the code holds: kind, date, and segment and hash of the line.

    Of several lines it holds their number and the sum that `digest_text` begins with, so that the
    code stays coarse enough to be read from paper.
    """
    borders = facts.borders
    about = f"{len(borders)} sha256:{sum_of(borders)}"
    if len(borders) == 1:
        about = f"{borders[0].segment} sha256:{borders[0].hash}"
    return "\n".join(["Tapal", f"{facts.kind} {facts.day}", about])


def _rendered(paper: DocxTemplate, fields: Fields, template: Path) -> None:
    environment = ImmutableSandboxedEnvironment(undefined=_Named, autoescape=True)
    try:
        paper.render(fields, jinja_env=environment, autoescape=True)
    except UndefinedError as fault:
        raise InputError(
            "template-field",
            message("{path}: {field} is no field of this paper", path=template, field=fault),
            message("the fields are {fields}", fields=", ".join(fields)),
        ) from fault
    except TemplateSyntaxError as fault:
        near = " ".join(getattr(fault, "docx_context", ()))[:200]
        raise _faulty(template, f"{fault} ({near})") from fault
    except (TemplateError, ValueError, TypeError) as fault:
        raise _faulty(template, str(fault)) from fault


def _faulty(template: Path, fault: str) -> InputError:
    return InputError(
        "template-fault",
        message("{path}: the template has a fault: {fault}", path=template, fault=clean(fault)),
        message("compare its fields and blocks with the template that comes with Tapal"),
    )


def _saved(paper: DocxTemplate, title: str) -> bytes:
    properties = paper.docx.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = FIXED_TIME
    content = io.BytesIO()
    paper.docx.save(content)
    return content.getvalue()


def _cleaned(value: Any) -> Any:
    """The value with letters that Word cannot hold replaced."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value]
