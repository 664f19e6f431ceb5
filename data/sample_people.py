"""The people of the sample: invented, one for each role, all with one known password."""

from __future__ import annotations

from typing import Any

from boundaries.domain.roles import Role
from boundaries.workflows.accounts import Person

PASSWORD = "contoh-tapal"  # noqa: S105
LABEL = "(contoh)"
OFFICES = {
    "operator": ("Sari Dewi", Role.OPERATOR),
    "gis": ("Rudi Hartono", Role.GIS),
    "verifikator": ("Maya Lestari", Role.VERIFIER),
    "bupati": ("Hendra Siregar", Role.BUPATI),
    "hukum": ("Tuti Handayani", Role.LEGAL),
    "big": ("Agus Prasetyo", Role.BIG),
    "provinsi": ("Lina Marpaung", Role.PROVINCE),
    "admin": ("Dian Kusuma", Role.ADMIN),
}
CAMAT = ("Irwan Lubis", "Nurhayati Hasibuan")
HEADS = (
    "Bambang Susilo", "Siti Aminah", "Joko Purnomo", "Ratna Sari", "Marwan Nasution",
    "Dewi Anggraini", "Slamet Riyadi", "Yusuf Harahap", "Ramli Pohan",
)  # fmt: skip
FIRST = 8
"""Heads of the villages named first; the others are of the gravest dispute."""


def people(facts: dict[str, Any]) -> list[Person]:
    """Everybody; heads for the lurah's town and the villages named first in the planted defects."""
    offices = [Person(login, f"{name} {LABEL}", role) for login, (name, role) in OFFICES.items()]
    camat = [
        Person(f"camat{number}", f"{name} {LABEL}", Role.CAMAT, kecamatan=(code,))
        for number, (name, code) in enumerate(
            zip(CAMAT, sorted(facts["kecamatan"]), strict=True), start=1
        )
    ]
    return [*offices, *camat, *heads(facts)]


def heads(facts: dict[str, Any]) -> list[Person]:
    """A head for each of the first villages, and for both sides of the gravest dispute.

    That is the largest land that two surveys of villages claim for both of them.
    """
    parties = [party["code"] for defect in facts["planted"] for party in defect["parties"]]
    wanted = list(dict.fromkeys([*facts["kelurahan"], *parties]))[:FIRST]
    claimed = [defect for defect in facts["planted"] if len(defect["claims"]["local"]) > 1]
    gravest = max(claimed, key=lambda defect: float(defect["area_m2"]))
    wanted = list(dict.fromkeys([*wanted, *gravest["claims"]["local"]]))
    town = set(facts["kelurahan"])
    names = {village["code"]: village["name"] for village in facts["villages"]}
    return [
        Person(
            f"{'lurah' if code in town else 'kades'}.{names[code].lower().replace(' ', '-')}",
            f"{name} {LABEL}",
            Role.LURAH if code in town else Role.VILLAGE_HEAD,
            villages=(code,),
        )
        for name, code in zip(HEADS, wanted, strict=True)
    ]
