"""The way in and out: signing in, invitations, signing out; and whether the server answers."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from boundaries.errors import RefusedError, StoreError
from boundaries.store.models import Account
from boundaries.workflows import accounts
from boundaries.workflows.passwords import require_same
from web import limits, unit
from web.access import (
    HOME,
    end_session,
    inside,
    is_signed_in,
    public,
    start_session,
)
from web.places import places
from web.problems import told

entrance = Blueprint("entrance", __name__)


@entrance.get("/masuk")
@public
def sign_in() -> str | AnyResponse:
    """The form for login and password."""
    if is_signed_in():
        return redirect(inside(request.args.get("next")))
    return _sign_in_page(None)


@entrance.post("/masuk")
@public
@limits.by_address
@limits.from_anywhere
@limits.from_here
def signed_in() -> tuple[str, int] | AnyResponse:
    """Sign in, and go on to the page that was wanted."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    found = accounts.sign_in(unit.store(), login, password, unit.now())
    if found is None:
        return _sign_in_page(gettext("Login or password is not right.")), 422
    start_session(found)
    return redirect(inside(request.form.get("next")))


@entrance.post("/keluar")
@public
def sign_out() -> AnyResponse:
    """Sign out."""
    end_session()
    flash(gettext("You have signed out."))
    return redirect(url_for("entrance.sign_in"))


@entrance.get("/undangan/<word>")
@public
def invitation(word: str) -> str:
    """Where an invited person chooses a password."""
    found = accounts.invited(unit.reading(), word, unit.now())
    return render_template("workspace/invitation.html", account=found, word=word, fault=None)


@entrance.post("/undangan/<word>")
@public
@limits.by_address
def accept(word: str) -> tuple[str, int] | AnyResponse:
    """Keep the password and sign in; the invitation is used up."""
    found = accounts.invited(unit.reading(), word, unit.now())
    password = request.form.get("password", "")
    try:
        require_same(password, request.form.get("again", ""))
        account = accounts.accept_invitation(unit.store(), word, password, unit.now())
    except RefusedError as fault:
        text = f"{told(fault.message)}; {told(fault.hint)}"
        page = render_template("workspace/invitation.html", account=found, word=word, fault=text)
        return page, 422
    start_session(account)
    return redirect(HOME)


@entrance.get("/favicon.ico")
@public
def favicon() -> Response:
    """The sign of Tapal, for browsers that ask without being told."""
    return current_app.send_static_file("tapal.svg")


@entrance.get("/healthz")
@public
def health() -> Response:
    """Whether the server and the workspace answer; nothing about either."""
    try:
        unit.reading().head()
    except StoreError:
        return make_response(jsonify(status="store unreachable"), 503)
    return jsonify(status="ok")


def _sign_in_page(fault: str | None) -> str:
    return render_template(
        "workspace/sign_in.html",
        fault=fault,
        login=request.form.get("login", ""),
        following=inside(request.values.get("next")),
        demo=unit.reading().find(Account) if unit.workspace().demo else [],
        places=places() if unit.workspace().demo else None,
    )
