"""Every route of a workspace, and the roles that may open it; a route that is missing is a fault.

A new route gets a row here, and where it changes something of a segment also a `Probe`.
"""

from __future__ import annotations

from boundaries.domain.roles import OFFICERS, PERMISSIONS, Action, Role
from web.access import EVERYONE, PUBLIC

ONLY_ADMIN = frozenset({Role.ADMIN})
ROUTES = {
    ("GET", "/"): EVERYONE,
    ("GET", "/akun"): EVERYONE,
    ("POST", "/akun/token"): EVERYONE,
    ("POST", "/akun/token/<int:number>/cabut"): EVERYONE,
    ("GET", "/catatan"): EVERYONE,
    ("GET", "/favicon.ico"): PUBLIC,
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/masuk"): PUBLIC,
    ("GET", "/sumber"): EVERYONE,
    ("GET", "/undangan/<word>"): PUBLIC,
    ("GET", "/static/<path:filename>"): PUBLIC,
    ("POST", "/akun/<login>/buka"): ONLY_ADMIN,
    ("POST", "/akun/<login>/tutup"): ONLY_ADMIN,
    ("POST", "/akun/<login>/undang"): ONLY_ADMIN,
    ("POST", "/akun/sandi"): EVERYONE,
    ("POST", "/akun/sesi"): EVERYONE,
    ("POST", "/akun/tambah"): ONLY_ADMIN,
    ("POST", "/keluar"): PUBLIC,
    ("POST", "/masuk"): PUBLIC,
    ("POST", "/undangan/<word>"): PUBLIC,
}
ROUTES |= {
    ("GET", rule): EVERYONE
    for rule in (
        "/data/letak.json", "/data/segmen.geojson", "/data/segmen/<identifier>.json",
        "/data/temuan.geojson", "/desa", "/desa/<code>", "/kecamatan", "/kecamatan/<code>",
        "/kemajuan.csv", "/kemajuan.xlsx",
        "/segmen", "/segmen/<identifier>", "/segmen/<identifier>/cetak",
        "/segmen/<identifier>/dokumen/<int:number>", "/segmen/<identifier>/keadaan",
        "/temuan/<identifier>",
    )
} | {
    ("POST", rule): EVERYONE
    for rule in (
        "/data/segmen/<identifier>/pratinjau", "/data/ukur",
        "/data/segmen/<identifier>/unggah", "/segmen/<identifier>/tindakan/<action>",
        "/segmen/<identifier>/usulan",
    )
}  # fmt: skip
DRAWERS = frozenset(PERMISSIONS[Action.PROPOSE])
SIGNERS = frozenset(PERMISSIONS[Action.SIGN])
ROUTES |= {
    (method, "/data/segmen/<identifier>/draf"): DRAWERS for method in ("GET", "PUT", "DELETE")
} | {
    ("POST", "/data/segmen/<identifier>/pakai"): DRAWERS,
    ("GET", "/segmen/sekaligus"): SIGNERS | frozenset(OFFICERS),
    ("POST", "/segmen/sekaligus"): SIGNERS | frozenset(OFFICERS),
    ("GET", "/segmen/catat/<action>"): frozenset(OFFICERS),
    ("POST", "/segmen/catat/<action>"): frozenset(OFFICERS),
}
ROUTES |= {
    ("GET", rule): EVERYONE
    for rule in (
        "/pemberitahuan", "/segmen/<identifier>/komentar",
        "/produk", "/produk/hasil/<kind>/<identifier>", "/produk/keadaan", "/produk/ringkasan",
        "/ubin/<int:number>/<int:z>/<int:x>/<int:y>",
        "/tim", *(f"/unduh/<unit_name>/<code>/{rest}" for rest in
                  ("data", "koordinat.<ending>", "naskah", "peta", "peta.<ending>")),
    )
} | {
    ("POST", rule): EVERYONE
    for rule in (
        "/pemberitahuan/baca", "/pemberitahuan/surel", "/segmen/<identifier>/komentar",
        "/segmen/<identifier>/komentar/<int:number>/<action>",
        "/produk/mulai", "/tim/<int:number>/berhenti", "/tim/<int:number>/ubah", "/tim/tambah",
    )
}  # fmt: skip
LAYERS = ("desa", "survei", "segmen", "simpul", "temuan", "desa-kesepakatan", "tk")
ROUTES |= {
    ("GET", rule): EVERYONE
    for rule in (
        "/ogc/", "/ogc/api", "/ogc/collections", "/ogc/conformance",
        *(f"/ogc/collections/{name}{rest}"
          for name in LAYERS for rest in ("", "/items", "/items/<identifier>")),
        "/api/v1/", "/api/v1/openapi.json", "/api/v1/segments", "/api/v1/segments/<identifier>",
        "/api/v1/findings", "/api/v1/findings/<identifier>", "/api/v1/villages",
        "/api/v1/villages/<code>", "/api/v1/kecamatan", "/api/v1/log",
    )
}  # fmt: skip
VALUES = {
    "<login>": "operator", "<identifier>": "tidak-ada", "<code>": "tidak-ada",
    "<action>": "sign", "<int:number>": "1", "<word>": "x",
    "<kind>": "paket", "<unit_name>": "segmen", "<ending>": "csv",
    "<int:z>": "1", "<int:x>": "1", "<int:y>": "1",
}  # fmt: skip


def filled(rule: str) -> str:
    """An address of the rule; what it names is not there, but for the login."""
    for name, value in VALUES.items():
        rule = rule.replace(name, value)
    return rule
