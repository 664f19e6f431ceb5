"""What the papers of a kabupaten say that is not in their templates: settings of a workspace."""

from __future__ import annotations

from dataclasses import dataclass, field

KELURAHAN = "kelurahan"


@dataclass(frozen=True)
class LocalWord:
    """What villages of one kind are called, and their heads: "Nagari", "Wali Nagari"."""

    village: str
    head: str


DESA_WORD, KELURAHAN_WORD = LocalWord("Desa", "Kepala Desa"), LocalWord("Kelurahan", "Lurah")

LEGAL_BASE = (
    "Undang-Undang Nomor 4 Tahun 2011 tentang Informasi Geospasial",
    "Undang-Undang Nomor 6 Tahun 2014 tentang Desa sebagaimana telah diubah beberapa kali, "
    "terakhir dengan Undang-Undang Nomor 3 Tahun 2024",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah sebagaimana telah diubah "
    "beberapa kali",
    "Peraturan Pemerintah Nomor 43 Tahun 2014 tentang Peraturan Pelaksanaan Undang-Undang Nomor 6 "
    "Tahun 2014 tentang Desa sebagaimana telah diubah beberapa kali",
    "Peraturan Menteri Dalam Negeri Nomor 45 Tahun 2016 tentang Pedoman Penetapan dan Penegasan "
    "Batas Desa",
    "Peraturan Badan Informasi Geospasial Nomor 15 Tahun 2019 tentang Metode Kartometrik dalam "
    "Penetapan dan Penegasan Batas Desa/Kelurahan",
)
RIGHTS = (
    "Penetapan batas ini tidak menghapus dan tidak mengubah hak atas tanah, hak kepemilikan aset, "
    "hak ulayat, dan hak adat masyarakat."
)


@dataclass(frozen=True)
class Offices:
    """Which office is asked for which step; they differ from kabupaten to kabupaten."""

    documents: str = "Bagian Tata Pemerintahan"
    tracing: str = "Dinas PUTR"
    signatures: str = "Dinas PMD"
    mediation: str = "Camat"
    decision: str = "Bupati"
    verification: str = "Dinas PERKIM"
    submission: str = "Bagian Tata Pemerintahan"
    checking: str = "BIG"
    regulation: str = "Bagian Hukum"


@dataclass(frozen=True)
class Wording:
    """The settings, all of them texts that the office may change.

    `kabupaten` is written in full ("Kabupaten Asahan", "Kota Binjai"), `regent` the title of its
    head, `capital` where papers are signed; "" leaves a blank. `letterhead` has one text per line,
    `legal_base` one per rule. `base_map` names the map that lines were drawn on with date and
    resolution. `desa` and `kelurahan` are the local words, `kecamatan` and `camat` those for the
    unit above and its head. `rights` is the clause on private and customary rights. `offices` are
    asked in the brief of the monthly meeting.
    """

    kabupaten: str = ""
    province: str = ""
    regent: str = "Bupati"
    capital: str = ""
    letterhead: tuple[str, ...] = ()
    legal_base: tuple[str, ...] = LEGAL_BASE
    base_map: str = ""
    desa: LocalWord = field(default=DESA_WORD)
    kelurahan: LocalWord = field(default=KELURAHAN_WORD)
    kecamatan: str = "Kecamatan"
    camat: str = "Camat"
    rights: str = RIGHTS
    offices: Offices = field(default_factory=Offices)

    def word(self, kind: str) -> LocalWord:
        """The words for a village of a kind, "desa" or "kelurahan"."""
        return self.kelurahan if kind == KELURAHAN else self.desa

    def regent_post(self, unknown: str = "") -> str:
        """The post of the head of the kabupaten, "Bupati Asahan"; `unknown` for an unset name."""
        _, _, name = self.kabupaten.partition(" ")
        return f"{self.regent} {name or unknown}".strip()
