"""Who may open what: every route of a workspace for every role and for strangers."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from boundaries.domain.roles import Role
from boundaries.store.database import Store
from boundaries.workflows import accounts
from tests.web.route_table import ROUTES, filled
from tests.web.workspace_fixture import ADMIN, LOGINS, PASSWORD, sign_in, signed_in, token
from web.access import PUBLIC, inside

REFUSED = ("may not open this page", "tidak boleh membuka")
BY_RULE = ("/produk", "/unduh")
"""Where the rules of each product say more than the roles of the page."""
PAGES = ["/", "/segmen", "/desa", "/produk", "/kecamatan", "/sumber", "/catatan", "/tim", "/ogc/"]


def test_the_table_names_every_route(work: Flask) -> None:
    routes = {
        (method, str(rule))
        for rule in work.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == set(ROUTES)


def test_every_view_is_marked(work: Flask) -> None:
    views = {name: view for name, view in work.view_functions.items() if name != "static"}
    assert [name for name, view in views.items() if not hasattr(view, "allowed")] == []


def test_a_view_without_mark_is_refused(workspace: Store, work: Flask) -> None:
    work.add_url_rule("/lupa", "forgotten", lambda: "secret")
    client = signed_in(work.test_client(), "admin")
    assert client.get("/lupa").status_code == 403


@pytest.mark.parametrize("role", LOGINS)
def test_each_route_for_each_role(visitor: FlaskClient, role: Role) -> None:
    signed_in(visitor, LOGINS[role])
    headers = {"X-CSRFToken": token(visitor, "/akun")}
    own = ("/static", "/keluar", "/masuk", "/undangan", "/akun/sesi")
    for (method, rule), roles in ROUTES.items():
        if rule.startswith(own):
            continue
        allowed = roles == PUBLIC or role in roles
        wrong = {"confirm": "wrong", "old": "wrong", "password": "x", "again": "x"}
        form = None if method == "GET" else wrong if allowed else {"confirm": PASSWORD}
        answer = visitor.open(
            filled(rule), method=method, data=form, headers=headers, buffered=True
        )
        refused = any(text.encode() in answer.data for text in REFUSED)
        assert refused is not allowed, rule
        assert answer.status_code == 403 if refused else answer.status_code < 500, rule
        if method == "GET" and allowed and not rule.startswith(BY_RULE):
            assert answer.status_code not in {401, 403}, rule
        answer.close()


def test_strangers_are_led_to_the_form(visitor: FlaskClient) -> None:
    for (method, rule), roles in ROUTES.items():
        if roles == PUBLIC:
            continue
        answer = visitor.open(filled(rule), method=method)
        if answer.status_code == 401:
            assert rule.startswith(("/data/", "/ogc/", "/api/")), rule
        else:
            assert answer.headers["Location"].startswith("/masuk"), rule


def test_the_page_that_was_wanted_follows(visitor: FlaskClient) -> None:
    answer = visitor.get("/catatan?orang=Ani")
    assert answer.headers["Location"] == "/masuk?next=/catatan?orang%3DAni"
    assert 'value="/catatan?orang=Ani"' in visitor.get(answer.headers["Location"]).text
    answer = sign_in(visitor, "operator", next="/catatan?orang=Ani")
    assert answer.headers["Location"] == "/catatan?orang=Ani"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "///x.y",
        "javascript:alert(1)", "evil.example", "/%09//evil.example\t", "http://[", "", "/a\r\nX: y",
        "https:evil.example",
    ],
)  # fmt: skip
def test_no_other_site_follows(visitor: FlaskClient, address: str) -> None:
    assert inside(address) == "/"
    assert sign_in(visitor, "operator", next=address).headers["Location"] == "/"
    assert visitor.get("/masuk", query_string={"next": address}).headers["Location"] == "/"


def test_data_is_asked_for_without_a_form(visitor: FlaskClient) -> None:
    answer = visitor.get("/catatan", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 401


def test_the_bar_shows_what_there_is(visitor: FlaskClient) -> None:
    text = signed_in(visitor, "operator").get("/sumber").text
    bar = text[text.index("<nav") : text.index("</nav>")]
    shown = dict.fromkeys(page for page in re.findall('href="([^"]+)"', bar) if page in PAGES)
    assert list(shown) == PAGES
    assert bar.count('aria-current="page"') == 1


def test_a_head_reads_the_log_of_the_own_land(work: Flask, workspace: Store) -> None:
    """SG-1 lies between A and B; the account of the admin is no business of theirs."""
    for role in (Role.VILLAGE_HEAD, Role.LURAH, Role.CAMAT):
        text = signed_in(work.test_client(), LOGINS[role]).get("/catatan").text
        assert text.count("SG-1</") == 2, role
        assert "admin</" not in text
    assert "admin" in signed_in(work.test_client(), "province").get("/catatan").text


def test_a_head_of_elsewhere_reads_nothing_of_it(work: Flask, workspace: Store) -> None:
    person = accounts.Person("kades.c", "Kepala C", Role.VILLAGE_HEAD, villages=("C",))
    accounts.add_account(workspace, person, ADMIN)
    accounts.set_password(workspace, "kades.c", PASSWORD, ADMIN)
    assert "SG-1" not in signed_in(work.test_client(), "kades.c").get("/catatan").text
