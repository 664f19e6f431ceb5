"""Mappings: what the user knows of the layers of a source, kept for the next time.

A mapping is a list of entries; the first whose pattern fits the name of a file says how to read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from glob import escape

from boundaries.domain.fields import MEANINGS, Fields
from boundaries.errors import ParameterError
from boundaries.messages import Message, message

OPTIONS = ("files", "label", "layer", "crs")
ENTRY = "source"


@dataclass(frozen=True)
class SourceMapping:
    """How to read the files whose name fits the pattern `files` ("*.shp"; case does not count).

    `label` names the source in findings; `layer` and `crs` are as the options of that name, None
    for what is found out. `fields` gives the column of each meaning (see
    `boundaries.domain.fields.Fields`): "" for a meaning that no column has; those that are absent
    are recognised.
    """

    files: str = "*"
    label: str | None = None
    layer: str | None = None
    crs: str | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def fits(self, name: str) -> bool:
        """Whether a file of this name is meant."""
        return fnmatchcase(name.casefold(), self.files.casefold())


@dataclass(frozen=True)
class LayerMapping:
    """The entries of a mapping, the first that fits a file counts."""

    sources: tuple[SourceMapping, ...] = ()

    def of(self, name: str) -> SourceMapping:
        """The entry for a file of this name; an empty one where none fits."""
        return next((entry for entry in self.sources if entry.fits(name)), SourceMapping())


def mapping_of(document: Mapping[str, object]) -> LayerMapping:
    """The mapping that a TOML document holds as tables `[[source]]`.

    Raises `ParameterError` that names the entry and the key for anything that is not understood.
    """
    unknown = sorted(set(document) - {ENTRY})
    entries = document.get(ENTRY)
    if unknown or not isinstance(entries, list) or not entries:
        named = ", ".join(unknown) or "-"
        raise _wrong(
            message("the mapping has no table [[source]] (found: {keys})", keys=named),
            message("begin every source with a line [[source]]"),
        )
    return LayerMapping(tuple(_entry(number, entry) for number, entry in enumerate(entries, 1)))


def recognised(file: str, layer: str, crs: str | None, fields: Fields) -> SourceMapping:
    """The entry that says what was recognised; `crs` only where the file does not say it."""
    columns = asdict(fields)
    return SourceMapping(
        files=escape(file),
        layer=layer or None,
        crs=crs,
        fields={meaning: columns[meaning] for meaning in MEANINGS},
    )


def _entry(number: int, entry: object) -> SourceMapping:
    if not isinstance(entry, Mapping):
        raise _wrong(
            message("source {number} of the mapping is no table", number=number),
            message("begin every source with a line [[source]]"),
        )
    known: Sequence[str] = (*OPTIONS, *MEANINGS)
    for key, value in entry.items():
        if key not in known:
            raise _wrong(
                message("source {number} of the mapping has the key {key}, which has no meaning",
                        number=number, key=key),
                message("the keys are: {keys}", keys=", ".join(known)),
            )  # fmt: skip
        if not isinstance(value, str):
            raise _wrong(
                message("{key} of source {number} of the mapping is no text",
                        number=number, key=key),
                message("put it in quotes, like {key} = \"{value}\"", key=key, value=value),
            )  # fmt: skip
    return SourceMapping(
        files=entry.get("files") or "*",
        label=entry.get("label") or None,
        layer=entry.get("layer") or None,
        crs=entry.get("crs") or None,
        fields={key: entry[key] for key in MEANINGS if key in entry},
    )


def _wrong(text: Message, hint: Message) -> ParameterError:
    return ParameterError("mapping-wrong", text, hint)
