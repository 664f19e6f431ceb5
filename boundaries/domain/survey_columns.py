"""Which columns of a list of survey points say what, by their Indonesian or English headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from boundaries.domain.grid_zone import Zone, datum_in, zone_in
from boundaries.domain.survey_angles import SplitAngle, split_angles, tells_position

HEADINGS: dict[str, tuple[str, ...]] = {
    "east": (
        "x", "lon", "long", "lng", "longitude", "bujur", "easting", "east", "timur", "absis",
        "koordx", "utmx", "xutm", "e", "bt", "bujur_timur", "garis_bujur", "point_x", "longtitude",
    ),
    "north": (
        "y", "lat", "latitude", "lintang", "northing", "north", "utara", "ordinat", "koordy",
        "utmy", "yutm", "n", "lu", "ls", "lintang_utara", "lintang_selatan", "garis_lintang",
        "point_y",
    ),
    "pair": ("geo", "latlong", "latlon", "latlng", "lat_long", "lat_lon", "lat_lng",
             "lintang_bujur", "position", "posisi", "location", "lokasi_gps", "coordinates"),
    "name": (
        "titik_kartometrik", "nama_tk", "nama_titik", "id_titik", "no_titik", "nomor_titik",
        "kode_titik", "tk", "titik", "point_name", "point_id", "point", "namobj", "nama", "name",
        "waypoint", "station", "stasiun", "label", "id", "kode",
    ),
    "pillar_code": (
        "kode_pilar", "no_pilar", "nomor_pilar", "nama_pilar", "id_pilar", "pilar", "pillar_code",
        "pillar", "identf",
    ),
    "order": ("urutan_tk", "urutan", "no_urut", "nomor_urut", "urut", "order", "sequence", "seq",
              "vertex_index"),
    "number": ("no", "nomor", "num", "number"),
    "outline": ("outline", "poligon", "polygon", "bidang", "ring"),
    "line": ("segmen", "segment", "nama_segmen", "garis", "ruas", "line", "track"),
    "kind": ("jenis", "jenis_titik", "tipe", "kind", "type"),
    "zone": ("zona", "zone", "zona_utm", "utm_zone", "epsg"),
    "datum": ("datum", "srs_id", "sistem_koordinat", "crs"),
    "height": ("tinggi", "elevasi", "elevas", "elev", "elevation", "ele", "height", "h", "z",
               "ellipsoidheight", "ellipsoid_height", "tinggi_elipsoid", "tinggi_ellipsoid"),
    "method": ("metode", "metode_ukur", "metode_pengukuran", "method", "metukr"),
    "sigma": ("sigma", "akurasi", "akurasi_horizontal", "accuracy", "akurah", "rms", "hrms",
              "stdev", "std", "sd", "ketelitian", "horizontal_accuracy"),
    "sigma_east": ("sigma_e", "sigma_x", "sd_e", "std_e", "stdev_e", "sdx"),
    "sigma_north": ("sigma_n", "sigma_y", "sd_n", "std_n", "stdev_n", "sdy"),
    "epoch": ("epoch", "epok", "epoch_koordinat"),
    "date": ("tanggal", "tgl", "date", "tanggal_ukur", "tanggal_pengukuran", "time", "waktu"),
    "receiver": ("receiver", "alat", "alat_ukur", "jenis_alat", "gnss", "gps", "merk_alat"),
    "kecamatan": ("kecamatan", "kec", "nama_kecamatan", "district"),
    "kabupaten": ("kabupaten", "kab", "kabupaten_kota", "regency"),
    "remark": ("keterangan", "ket", "remark", "remarks", "desc", "deskripsi", "description",
               "catatan", "uraian", "cmt", "deskripsi_titik"),
}  # fmt: skip
"""Headings by meaning, in the order of preference, as words joined by "_" without `NOISE`."""
SEVERAL = ("east", "north", "pair", "village")
ROLES = (*HEADINGS, "village")
VILLAGE = re.compile(
    r"(?:nama_)?(?:desa|kelurahan|kel|desakel|village)(?:_(?:kelurahan|kel|desa|a|b|c|[1-4]))?"
)
NOISE = set(
    "koordinat coordinate coord utm wgs wgs84 srgi2013 srgi dgn95 id74 84 m meter mt mu zona zone"
    " tm tm3 dd dms dec desimal decimal derajat degree degrees deg geografis geographic admin"
    " pusat titik_koordinat".split()
)
SEARCHED_ROWS = 40
"""A heading is looked for in so many rows at the top of a sheet."""

_ZONE_WORD = re.compile(r"\d{2}[ns]?|\d{2}[nsul]")


@dataclass(frozen=True)
class Heading:
    """Where the heading of a sheet is, and what it says.

    `first` is the row after the heading; `names` are the headings, made unique; `roles` gives the
    columns of each role in `ROLES` that was found; `zone` and `datum` are those that the headings
    or the titles above mention; `angles` are positions in several columns (degrees, minutes,
    seconds).
    """

    first: int
    names: tuple[str, ...]
    roles: dict[str, tuple[int, ...]]
    zone: Zone | None
    datum: str
    angles: tuple[SplitAngle, ...] = ()


def find_heading(
    rows: Sequence[Sequence[str]], *, fields: Mapping[str, str] | None = None
) -> Heading | None:
    """The heading among the first rows that tells most, of one row or of two; None without one.

    A heading names a position: an east and a north coordinate, or both in one column. In a heading
    of two rows (merged cells) the lower word counts where there is one. `fields` gives columns by
    role and overrules the usual words.
    """
    best: tuple[int, int, list[str], tuple[SplitAngle, ...]] | None = None
    for place in range(min(len(rows), SEARCHED_ROWS)):
        for height in (1, 2):
            words, angles = _words(rows[place : place + height])
            roles = recognise(words, fields=fields, angles=angles)
            score = len(roles) + sum(1 + (angle.axis != "") for angle in angles)
            found = holds_position(roles) or tells_position(angles)
            if found and (best is None or score > best[0]):
                best = (score, place + height, words, angles)
    if best is None:
        return None
    _, first, words, angles = best
    above = " ; ".join(cell for row in rows[:first] for cell in row if cell)
    return replace(
        heading_of(words, fields=fields, angles=angles),
        first=first,
        zone=zone_in(above),
        datum=datum_in(above),
    )


def heading_of(
    words: Sequence[str],
    *,
    fields: Mapping[str, str] | None = None,
    angles: tuple[SplitAngle, ...] = (),
) -> Heading:
    """A heading of these words, above the first row."""
    return Heading(
        first=0,
        names=tuple(_unique(words)),
        roles=recognise(words, fields=fields, angles=angles),
        zone=None,
        datum="",
        angles=angles,
    )


def holds_position(roles: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether the columns say where a point is."""
    return "pair" in roles or ("east" in roles and "north" in roles)


def recognise(
    names: Sequence[str],
    *,
    fields: Mapping[str, str] | None = None,
    angles: Sequence[SplitAngle] = (),
) -> dict[str, tuple[int, ...]]:
    """Columns by role: one for most roles, all that fit for those in `SEVERAL`.

    Columns that are a part of one of `angles` have no role by themselves.
    """
    given = {name.casefold(): role for role, name in (fields or {}).items()}
    parts = {place for angle in angles for place in angle.places}
    free = {
        at: _spellings(name)
        for at, name in enumerate(names)
        if name.casefold() not in given and at not in parts
    }
    roles: dict[str, tuple[int, ...]] = {}
    for role, known in HEADINGS.items():
        found = [at for word in known for at, words in free.items() if word in words]
        if found:
            roles[role] = tuple(sorted(set(found))) if role in SEVERAL else (found[0],)
    pairs = [at for at, words in free.items() if "" in words and "koordinat" in words[0]]
    if pairs and "pair" not in roles:
        roles["pair"] = tuple(pairs)
    villages = [at for at, words in free.items() if any(VILLAGE.fullmatch(w) for w in words)]
    if villages:
        roles["village"] = tuple(villages)
    asked = [
        (given[name.casefold()], at) for at, name in enumerate(names) if name.casefold() in given
    ]
    return roles | {role: (at,) for role, at in asked}


def _words(rows: Sequence[Sequence[str]]) -> tuple[list[str], tuple[SplitAngle, ...]]:
    """The headings of one row, or of two: the lower where it is not empty; and angles in parts.

    Parts of angles under a common word (`Lintang` above `D`, `M`, `S`) are called by both.
    """
    width = max((len(row) for row in rows), default=0)
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    words = [next((row[at] for row in reversed(cells) if row[at]), "") for at in range(width)]
    whole = words
    if len(cells) > 1:
        above = accumulate(cells[0], _carried)
        whole = [f"{up} {low}".strip() for up, low in zip(above, cells[1], strict=True)]
    angles = split_angles(whole)
    for place in (place for angle in angles for place in angle.places):
        words[place] = whole[place]
    return words, angles


def _carried(before: str, word: str) -> str:
    return word or before


def _spellings(name: str) -> tuple[str, ...]:
    """The heading as plain words: whole, without brackets, and without words that say little."""
    whole = _plain(name)
    bare = _plain(re.sub(r"\([^)]*\)|\[[^]]*\]", " ", name))
    telling = [w for w in bare.split("_") if w not in NOISE and not _ZONE_WORD.fullmatch(w)]
    short = "_".join(telling)
    return (whole, bare, short) if whole else ()


def _plain(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.casefold()).strip("_")


def _unique(names: Sequence[str]) -> list[str]:
    """Names with a number where they repeat; columns without heading get theirs by place."""
    result: list[str] = []
    for at, name in enumerate(names):
        base = name or f"kolom_{at + 1}"
        repeat = result.count(base)
        result.append(base if not repeat else f"{base}_{at + 1}")
    return result
