"""Names of cartometric points (titik kartometrik, TK): written strictly, read loosely.

A name carries the codes of the villages that meet at the point, sorted as text, and a number: 000
at a junction (simpul), from 001 inside a segment:

    TK 35.29.16.2002-19.2009-001
    TK 35.29.03.2004-19.2010-19.2013-000

The first code is written in full, of the others the last two groups (kecamatan and village). A name
is a label for people and follows the edition of the codes; the identity of a point is its `id`.

Where several junctions have the same villages, the first from west to east bears 000 and the others
000B, 000C, ... Segments between the same villages are counted through, from west to east.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from boundaries.domain.codes import PATTERN

SHORT, FULL = "short", "full"
FORMS = (SHORT, FULL)
TK = "TK"
PILLARS = ("PBU", "PBA", "PABU")
PREFIXES = (TK, "TKB", "PAB", "PAT", *PILLARS)
DIGITS = 3
MOST_CHARACTERS = 400
"""No name of a point is longer."""

_KABUPATEN = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DASHES = str.maketrans(dict.fromkeys("−–—‐‑_/", "-") | {"\N{NO-BREAK SPACE}": " "})
_PREFIX = re.compile(rf"(?P<prefix>{'|'.join(sorted(PREFIXES, key=len, reverse=True))})(?![A-Z])")
_NUMBER = re.compile(r"(?:^|[- .])(?P<digits>\d{1,5})(?P<letter>[A-Z]{0,3})$")
_FULL_CODE = re.compile(r"(\d{2})\.?(\d{2})\.?(\d{2})\.?(\d{4})")
_SHORT_CODE = re.compile(r"(\d{2})\.?(\d{4})")


@dataclass(frozen=True)
class TkName:
    """What the name of a point says.

    `codes` are full village codes, sorted; empty where the name has none ("TK-001"). `number` is 0
    for a junction; `rank` counts junctions of the same villages from 1.
    """

    codes: tuple[str, ...]
    number: int
    rank: int = 1
    prefix: str = TK

    @property
    def simpul(self) -> bool:
        """Whether the point is a junction."""
        return self.number == 0

    def text(self, form: str = SHORT) -> str:
        """The name as papers print it: `form` is "short", or "full" with all codes in full."""
        first, *others = self.codes or ("",)
        tails = others if form == FULL else [code[_KABUPATEN + 1 :] for code in others]
        mark = letters(self.rank) if self.rank > 1 else ""
        parts = [part for part in (first, *tails) if part]
        return f"{self.prefix} {'-'.join([*parts, f'{self.number:0{DIGITS}d}{mark}'])}"


def letters(rank: int) -> str:
    """A, B, ... Z, AA, AB, ... for 1, 2, ..."""
    text = ""
    while rank:
        rank, place = divmod(rank - 1, len(_LETTERS))
        text = _LETTERS[place] + text
    return text


def is_code(text: str) -> bool:
    """Whether a text is a full village code with dots."""
    return re.fullmatch(PATTERN, text) is not None


def codes_of(villages: Iterable[str], edition: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The sorted codes of the villages by key, in an edition of the codes.

    `edition` gives the new code of each key that it knows; a key that it does not know is its own
    code. Empty where one of the villages has no valid code.
    """
    new = edition or {}
    codes = {new.get(key, key) for key in villages}
    return tuple(sorted(codes)) if all(is_code(code) for code in codes) else ()


def printed_names(names: Sequence[TkName], form: str = SHORT) -> list[str]:
    """The names as text; "" for a point whose villages have no valid codes.

    Short names that different villages would share (the same numbers of kecamatan and village in
    another kabupaten) are written with all codes in full.
    """
    texts = [name.text(form) if name.codes else "" for name in names]
    meanings = {(text, name.codes) for text, name in zip(texts, names, strict=True)}
    count = Counter(text for text, _ in meanings)
    return [
        name.text(FULL) if text and count[text] > 1 else text
        for name, text in zip(names, texts, strict=True)
    ]


def parse_name(text: str, *, known: Collection[str] = ()) -> TkName | None:
    """What the name of a point says, in any usual spelling; None when it is no such name.

    Understood are the prefixes of `PREFIXES` or none, followed by a point, a space, a dash or
    nothing; codes with and without dots; dashes of all kinds, underscores and spaces between the
    parts; any case. A short code belongs to the kabupaten of the first one, unless exactly one of
    the `known` full codes that ends with it lies elsewhere.
    """
    if len(text) > MOST_CHARACTERS:
        return None
    plain = re.sub(r"\s+", " ", text.translate(_DASHES).upper()).strip(" .-")
    found = _PREFIX.match(plain)
    body = plain[found.end() :] if found else plain
    number = _NUMBER.search(body)
    if not number:
        return None
    codes = _codes(body[: number.start()].strip(" .-:"), known)
    if codes is None or not (codes or found):
        return None
    rank = _rank(number["letter"])
    if rank > 1 and int(number["digits"]):
        return None
    prefix = found["prefix"] if found else TK
    return TkName(codes=codes, number=int(number["digits"]), rank=rank, prefix=prefix)


def _rank(letter: str) -> int:
    rank = 0
    for each in letter:
        rank = rank * len(_LETTERS) + _LETTERS.index(each) + 1
    return max(rank, 1)


def _codes(text: str, known: Collection[str]) -> tuple[str, ...] | None:
    """The full codes of the parts of a name, sorted; None where a part is no code."""
    parts = [part for part in re.split(r" ?-+ ?| ", text) if part]
    if not parts:
        return ()
    first = _FULL_CODE.fullmatch(parts[0].strip("."))
    if not first:
        return None
    kabupaten = f"{first[1]}.{first[2]}"
    codes = [".".join(first.groups())]
    for part in parts[1:]:
        code = _other_code(part.strip("."), kabupaten, known)
        if not code:
            return None
        codes.append(code)
    return tuple(sorted(set(codes)))


def _other_code(part: str, kabupaten: str, known: Collection[str]) -> str:
    """The full code of a part after the first; "" when it is none."""
    full = _FULL_CODE.fullmatch(part)
    if full:
        return ".".join(full.groups())
    short = _SHORT_CODE.fullmatch(part)
    if not short:
        return ""
    tail = f"{short[1]}.{short[2]}"
    near = f"{kabupaten}.{tail}"
    others = [code for code in known if code.endswith(f".{tail}")]
    return others[0] if near not in others and len(others) == 1 else near
