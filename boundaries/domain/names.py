"""Names of villages and kecamatan, made comparable across sources.

A name is *folded*: lower case, no accents, punctuation or double spaces, the words of `SPELLINGS`
in one spelling, roman numerals as digits, no leading "Desa" or "Kelurahan". The *core* of a folded
name leaves out the words some sources omit (`OMITTED`). *Marks* are numbers and the words of
`MARKS`, by which neighbours of otherwise equal name are told apart (Dawuhan Kulon, Dawuhan Wetan).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

SPELLINGS = {
    "afd": "afdeling",
    "afdelling": "afdeling",
    "aik": "aek",
    "air": "aek",
    "ayer": "aek",
    "bdr": "bandar",
    "btg": "batang",
    "dlk": "dolok",
    "gampong": "kampung",
    "gn": "gunung",
    "gng": "gunung",
    "ilir": "hilir",
    "kampong": "kampung",
    "kbn": "kebun",
    "kec": "kecamatan",
    "kp": "kampung",
    "kpg": "kampung",
    "kt": "kota",
    "kwala": "kuala",
    "mulya": "mulia",
    "pamatang": "pematang",
    "perk": "kebun",
    "perkebunan": "kebun",
    "pgr": "pagaran",
    "pkb": "kebun",
    "pkbn": "kebun",
    "pl": "pulau",
    "ps": "pasar",
    "psr": "pasar",
    "pulo": "pulau",
    "sei": "sungai",
    "simp": "simpang",
    "simpangan": "simpang",
    "sp": "simpang",
    "spg": "simpang",
    "spk": "simpang",
    "sunge": "sungai",
    "sungei": "sungai",
    "tanjong": "tanjung",
    "tg": "tanjung",
    "tj": "tanjung",
    "tjg": "tanjung",
    "tlk": "teluk",
    "tnj": "tanjung",
    "ujong": "ujung",
    "ulu": "hulu",
}
"""Words by their usual spellings and abbreviations."""

NUMBERS = {
    word: str(n)
    for n, word in enumerate(
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(), start=1
    )
}
"""Numbers that one source writes as words and another in digits."""

LEADING = {"g": "gunung", "p": "pulau", "s": "sungai", "t": "tanjung"}
"""Single letters that abbreviate the first of several words."""

PREFIXES = frozenset({"desa", "ds", "kelurahan", "kel", "kecamatan"})
"""Words before a name that state the level and belong to no name."""

OMITTED = frozenset({"kebun", "kota", "kampung", "afdeling", "persiapan"})
"""Words that one source writes and another leaves out."""

MARKS = frozenset(
    "atas barat baru bawah dalam darat hilir hulu kanan kidul kiri kulon lama laut lor luar selatan"
    " tengah timur utara wetan".split()
)
"""Words that tell two villages of otherwise equal name apart."""

OTHER_WORDS = 0.97
"""Similarity of names that are equal except for order or for words of `OMITTED`."""

ONE_MARKED = 0.85
"""Factor on the similarity when only one of the names has marks."""

MARKED_APART = 0.6
"""Factor on the similarity when the names have different marks."""

_WORDS = {**SPELLINGS, **NUMBERS}
_ROMAN = re.compile(r"(?=.)(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}


def fold(name: str) -> str:
    """`name` in the spelling by which names are compared; "" stays "".

    >>> fold("Desa SEI  Kamah-II")
    'sungai kamah 2'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+|[0-9]+", re.sub(r"['`]", "", plain))
    if len(words) > 1 and words[0] in LEADING:
        words[0] = LEADING[words[0]]
    folded = [_fold_word(word) for word in words]
    while len(folded) > 1 and folded[0] in PREFIXES:
        folded.pop(0)
    return " ".join(folded)


def core(folded: str) -> str:
    """A folded name without the words of `OMITTED`, or unchanged when nothing else is left.

    >>> core("kebun sungai balai")
    'sungai balai'
    """
    return " ".join(word for word in folded.split() if word not in OMITTED) or folded


def marks(folded: str) -> str:
    """The marks of a folded name in alphabetical order, "" when it has none.

    >>> marks("rawang pasar 6")
    '6'
    """
    return " ".join(sorted(word for word in folded.split() if word in MARKS or word.isdigit()))


def similarity(left: Iterable[str], right: Iterable[str]) -> NDArray[np.float64]:
    """How alike the folded names of each pair are: 1 for equal names, 0 for nothing in common.

    Spaces do not count (Karang Salam, Karangsalam). Different marks lower the similarity, however
    alike the rest is. An empty name is like no other name: 0.
    """
    a, b = np.array(list(left), dtype=object), np.array(list(right), dtype=object)
    core_a, core_b = _each(core, a), _each(core, b)
    whole = _ratio(_each(_compact, a), _each(_compact, b))
    best = _ratio(_each(_compact, core_a), _each(_compact, core_b))
    reordered = _ratio(_each(_sorted_words, core_a), _each(_sorted_words, core_b))
    alike = np.maximum(whole, OTHER_WORDS * np.maximum(best, reordered))
    mark_a, mark_b = _each(marks, a), _each(marks, b)
    both = (mark_a != "") & (mark_b != "")
    factor = np.where(both, MARKED_APART, ONE_MARKED)
    alike = np.where((whole == 1.0) | (mark_a == mark_b), alike, alike * factor)
    return np.where((a == "") | (b == ""), 0.0, alike)


def _fold_word(word: str) -> str:
    roman = _ROMAN.fullmatch(word)
    if roman:
        digits = [_ROMAN_DIGITS[letter] for letter in word]
        following = [*digits[1:], 0]
        signed = (-d if d < after else d for d, after in zip(digits, following, strict=True))
        return str(sum(signed))
    return str(int(word)) if word.isdigit() else _WORDS.get(word, word)


def _compact(name: str) -> str:
    return name.replace(" ", "")


def _sorted_words(name: str) -> str:
    return "".join(sorted(name.split()))


def _each(function: Callable[[str], str], names: NDArray[np.object_]) -> NDArray[np.object_]:
    """`function` of every name, computed once per distinct name."""
    distinct, place = np.unique(names, return_inverse=True)
    return np.array([function(name) for name in distinct], dtype=object)[place]


def _ratio(left: NDArray[np.object_], right: NDArray[np.object_]) -> NDArray[np.float64]:
    percent = process.cpdist(left, right, scorer=fuzz.ratio, dtype=np.float64)
    return np.asarray(percent) / 100.0
