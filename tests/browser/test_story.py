"""One dispute from its first page to the package, on the sample and on a real kabupaten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from boundaries.domain.local_time import WIB
from boundaries.domain.proposal import propose as line_on
from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.store.models import Account, Segment
from boundaries.store.repository import Repository
from boundaries.workflows.detect_workspace import detect
from boundaries.workflows.settle import preview
from boundaries.workflows.verify_package import verify_package
from boundaries.workflows.workspace import create_workspace
from tests.browser.settling_page import open_segment, propose, record, sign
from tests.browser.settling_server import People
from tests.quick_passwords import quick_passwords
from tests.web.workspace_fixture import ADMIN, kept
from tests.workspace_fixture import doer, take
from web.workspace_app import create_workspace_app

LONGEST_MS = 120_000
LEAST_HA = 0.5
KABUPATEN = {"sample": "12.68", "asahan": "12.09"}


def layers_of(name: str, request: pytest.FixtureRequest) -> tuple[Path, list[Path]]:
    """BIG's layer and the surveys."""
    if name == "sample":
        folder: Path = request.getfixturevalue("sample")
        return folder / "big.gpkg", sorted((folder / "survei").iterdir())
    real: Callable[[str], Path] = request.getfixturevalue("real")
    return real("asahan/big.geojson"), [real("asahan/bps2020.geojson")]


@pytest.fixture(params=["sample", "asahan"])
def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A workspace of the layers, compared, with the people of the dispute."""
    big, surveys = layers_of(request.param, request)
    with (
        quick_passwords(),
        create_workspace(
            str(tmp_path / "w.gpkg"), doer(), crs="EPSG:32647", kabupaten=KABUPATEN[request.param]
        ) as store,
    ):
        take(store, big, role="big")
        take(store, *surveys)
        detect(store, doer())
        with Repository(store) as repository:
            repository.add(*people_of(disputed(store)))
            repository.record(ADMIN.entry("add-account", ("account", "sari")))
        yield store


def disputed(store: Store) -> Segment:
    """The longest segment inside a kecamatan whose halfway line moves land and no junction."""
    with Repository(store) as repository:
        segments = repository.find(Segment, current=True, verdict="contested")
    within = [one for one in segments if one.village_b and one.kecamatan_a == one.kecamatan_b]
    for segment in sorted(within, key=lambda one: (-one.length_m, one.id)):
        found = preview(store, segment.id, "midline")
        moved = line_on(found.site, "midline").moved
        if moved.empty and found.consequence.areas["change_ha"].max() > LEAST_HA:
            return segment
    raise LookupError("there is no such segment")


def people_of(segment: Segment) -> list[Account]:
    """Operator, both heads, the camat and a verifier."""
    roles: dict[str, tuple[Role, list[str], list[str]]] = {
        "sari": (Role.OPERATOR, [], []),
        "kades.a": (Role.VILLAGE_HEAD, [segment.village_a], []),
        "kades.b": (Role.VILLAGE_HEAD, [segment.village_b], []),
        "camat": (Role.CAMAT, [], [segment.kecamatan_a]),
        "vera": (Role.VERIFIER, [], []),
    }
    return [
        Account(
            login=login, name=f"Nama {login}", role=role.value, villages=villages,
            kecamatan=kecamatan, password=kept(), created_at=ADMIN.at.astimezone(WIB),
        )
        for login, (role, villages, kecamatan) in roles.items()
    ]  # fmt: skip


@pytest.fixture
def work(workspace: Store) -> Flask:
    """Its pages."""
    return create_workspace_app(workspace)


def act(page: Page, action: str, **fields: str) -> None:
    """Fill the form of an action by the names of its fields, and send it."""
    form = page.locator(f"#t-{action}")
    form.locator("summary").first.click()
    for name, text in fields.items():
        form.locator(f"[name={name}]").fill(text)
    form.get_by_role("button").last.click()


def test_from_the_first_page_to_the_package(
    people: People, served: str, workspace: Store, tmp_path: Path
) -> None:
    segment = disputed(workspace).id
    operator, a, b = people("sari"), people("kades.a"), people("kades.b")
    for page in (operator, a, b):
        page.set_default_timeout(LONGEST_MS)

    open_segment(operator, served, segment)
    record(operator, "record-documents", "Record the study of documents")
    record(operator, "record-tracing", "Record the tracing")

    open_segment(a, served, segment)
    propose(a, "a")
    expect(a.locator(".kabar").first).to_contain_text("proposal 1")

    open_segment(b, served, segment)
    b.locator("#teks").fill("Batas kami mengikuti parit lama")
    b.get_by_role("button", name="Send the comment").click()
    expect(b.locator(".utas, #utas").first).to_contain_text("parit lama")
    open_segment(b, served, segment)
    act(b, "decline", reason="Garis itu melewati sawah kami")
    expect(b.locator("#keadaan")).to_contain_text("Not agreed")

    open_segment(operator, served, segment)
    act(operator, "refer")
    expect(operator.locator("#keadaan")).to_contain_text("camat")

    camat = people("camat")
    open_segment(camat, served, segment)
    day = camat.locator("#dated-record-meeting").get_attribute("min") or ""
    record(camat, "record-meeting", "Record a mediation meeting", dated=day)

    open_segment(a, served, segment)
    propose(a, "midline")
    expect(a.locator(".kabar").first).to_contain_text("proposal 2")
    sign(a)
    expect(a.locator("#keadaan")).to_contain_text("✓ signed")
    open_segment(b, served, segment)
    sign(b)
    expect(b.locator("#keadaan")).to_contain_text("Agreed")

    vera = people("vera")
    open_segment(vera, served, segment)
    record(vera, "verify", "Verify internally")

    operator.goto(f"{served}/produk")
    form = operator.locator("#geojson form")
    form.locator("[name=belum]").select_option("mark")
    form.get_by_role("button", name="Make the package").click()
    link = operator.locator("#geojson a.nama-hasil")
    link.wait_for(timeout=LONGEST_MS)
    with operator.expect_download() as waiting:
        link.click()
    package = tmp_path / "paket.zip"
    waiting.value.save_as(package)
    report = verify_package(package)
    assert report.faults == ()
