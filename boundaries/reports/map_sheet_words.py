"""What a map sheet says: settings that an office may change, and names of units in full.

A setting that is empty leaves the words of the program, in the language of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from boundaries.domain.grid_zone import WGS84
from boundaries.domain.provinces import PROVINCES
from boundaries.domain.segment import FIRST_KOTA
from boundaries.domain.units import KECAMATAN, SEGMENT, VILLAGE
from boundaries.messages import Gettext, Message, message

TITLES: dict[str, Message] = {
    VILLAGE: message("VILLAGE BOUNDARY MAP"),
    SEGMENT: message("MAP OF A VILLAGE BOUNDARY SEGMENT"),
    KECAMATAN: message("MAP OF VILLAGE BOUNDARIES IN A KECAMATAN"),
}
NOT_LAW = message("Indicative boundary, not a legal stipulation")
STIPULATED = message("Boundary stipulated by regulation")


@dataclass(frozen=True)
class Signer:
    """Who makes, checks or approves a sheet; what is empty is filled in by hand.

    `act` is the caption, such as "Dibuat oleh". Who was `elected` is not asked for a NIP.
    """

    act: str = ""
    post: str = ""
    name: str = ""
    nip: str = ""
    elected: bool = False


@dataclass(frozen=True)
class SheetSettings:
    """Words of the sheets of a workspace.

    Attributes
    ----------
    title_village, title_segment, title_kecamatan : titles
    publisher : the office, in the panel
    province, kabupaten : names with their word, where codes and sources do not give them
    desa, kelurahan : the local words, such as "Nagari"
    datum : the horizontal datum as it is printed
    note : stands on the sheet until its segments are stipulated
    base_map : name, date and resolution of the base map, among the sources
    signers : three at most: made by, checked by, approved by
    smallest_scale : sheets of villages are to be at 1:N or larger; 0 for any scale
    """

    title_village: str = ""
    title_segment: str = ""
    title_kecamatan: str = ""
    publisher: str = ""
    province: str = ""
    kabupaten: str = ""
    desa: str = "Desa"
    kelurahan: str = "Kelurahan"
    datum: str = WGS84
    note: str = ""
    base_map: str = ""
    signers: tuple[Signer, ...] = field(default_factory=tuple)
    smallest_scale: int = 0

    def title(self, kind: str, gettext: Gettext) -> str:
        """The title of a kind of sheet."""
        own = {
            VILLAGE: self.title_village,
            SEGMENT: self.title_segment,
            KECAMATAN: self.title_kecamatan,
        }
        return own[kind] or TITLES[kind].render(gettext)

    def word(self, level: str) -> str:
        """The word before the name of a "desa" or "kelurahan"; other villages are desa."""
        return self.kelurahan if level == "kelurahan" else self.desa

    def approvals(self, gettext: Gettext) -> tuple[Signer, ...]:
        """The signers, with captions."""
        acts = [message("Made by"), message("Checked by"), message("Approved by")]
        given = [*self.signers[: len(acts)], *[Signer()] * (len(acts) - len(self.signers))]
        return tuple(
            replace(signer, act=signer.act or act.render(gettext))
            for signer, act in zip(given, acts, strict=True)
        )


NO_SETTINGS = SheetSettings()


def kabupaten_name(code: str, name: str) -> str:
    """The name with "Kabupaten" or "Kota" in front, as papers write it; "" for no name."""
    words = name.split()
    if not words or words[0].casefold() in ("kabupaten", "kota"):
        return name
    if words[0].casefold() in ("kab", "kab."):
        words = words[1:]
    second = code[3:5]
    word = "Kota" if second.isdigit() and int(second) >= FIRST_KOTA else "Kabupaten"
    return " ".join((word, *words))


def province_name(code: str) -> str:
    """The name of the province of an official code with "Provinsi" in front; "" unknown."""
    name = PROVINCES.get(code[:2], "")
    return f"Provinsi {name}" if name else ""
