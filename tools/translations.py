"""Bring the Indonesian catalogues up to date with the texts of the source.

    python -m tools.translations

New texts are added without translation, texts that are gone are dropped; `make test` fails until
every text is translated. Two catalogues: `boundaries` holds what commands and reports say (also the
messages that the web package raises, which the command line shows), `web` what the pages say.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from boundaries import __version__

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("boundaries", "web")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true"}}
Text = str | tuple[str, ...]
Keywords = dict[str, tuple[int, ...]]
MESSAGES: Keywords = {"message": (1,)}
CALLS: Keywords = {"gettext": (1,), "_": (1,), "ngettext": (1, 2)}
SOURCES: dict[str, tuple[tuple[str, Keywords], ...]] = {
    "boundaries": (("boundaries", MESSAGES | CALLS), ("web", MESSAGES)),
    "web": (("web", CALLS), ("boundaries/reports/labels.py", MESSAGES)),
}
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def catalogue_path(package: str) -> Path:
    """Where the Indonesian catalogue of a package lies."""
    return ROOT / package / "translations/id/LC_MESSAGES/messages.po"


def wanted(package: str) -> set[Text]:
    """The texts that the catalogue of a package must translate; plurals as pairs."""
    return {text for folder, keywords in SOURCES[package] for text in _texts(folder, keywords)}


def singular(text: Text) -> str:
    """A text, or the singular of a pair of singular and plural."""
    return text if isinstance(text, str) else text[0]


def read_catalogue(package: str) -> Catalog:
    """The catalogue of a package."""
    with catalogue_path(package).open("rb") as file:
        return read_po(file, locale="id")


def update(package: str) -> list[str]:
    """Rewrite the catalogue of a package; the texts that still lack a translation."""
    old = read_catalogue(package)
    new = Catalog(
        locale="id",
        project="tapal",
        version=__version__,
        header_comment="# Indonesian texts of Tapal.",
        msgid_bugs_address="-",
        last_translator="Tapal",
        language_team="Tapal",
        creation_date=EPOCH,
        revision_date=EPOCH,
        fuzzy=False,
    )
    for text in sorted(wanted(package), key=singular):
        known = old.get(singular(text))
        new.add(text, known.string if known else "")
    content = BytesIO()
    write_po(content, new, width=100, no_location=True, sort_output=True)
    catalogue_path(package).write_bytes(content.getvalue())
    return [str(entry.id) for entry in new if entry.id and not entry.string]


def main() -> None:
    """Update all catalogues and name what lacks a translation."""
    for package in PACKAGES:
        missing = update(package)
        print(f"{catalogue_path(package).relative_to(ROOT)}: {len(missing)} texts to translate")
        for text in missing:
            print(f"  {text}")


def _texts(source: str, keywords: Keywords) -> Iterator[Text]:
    path = ROOT / source
    folder, single = (path, None) if path.is_dir() else (path.parent, path.name)
    for name, _, text, _, _ in extract_from_dir(folder, METHODS, OPTIONS, keywords):
        if single in {None, name}:
            yield text


if __name__ == "__main__":
    main()
