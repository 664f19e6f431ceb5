"""What the entries of the log are called, and the page that shows what they changed."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext

from boundaries.domain.roles import ACTION_NAMES, ROLE_NAMES, Action, Role
from boundaries.domain.talk import ACT_NAMES, Act
from boundaries.store.models import Event
from web.problems import told

ANCHOR = "_anchor"
ADDRESSES = {
    "segment": ("segments.segment", "identifier"),
    "finding": ("segments.finding", "identifier"),
    "village": ("villages.village", "code"),
    "source": ("sources.page", ANCHOR),
    "account": ("account.page", ANCHOR),
    "team-member": ("team.page", ANCHOR),
}
"""The page of each kind of subject, and the name of its value."""


def action_words(action: str) -> str:
    """An action of the log in words; the code word itself where it is not known."""
    if action in set(Action):
        return told(ACTION_NAMES[Action(action)])
    if action in set(Act):
        return told(ACT_NAMES[Act(action)])
    words = {
        "create": gettext("Create the workspace"),
        "import": gettext("Import a source"),
        "detect": gettext("Detect"),
        "add-account": gettext("Open an account"),
        "invite": gettext("Invite again"),
        "accept-invitation": gettext("Accept the invitation"),
        "change-password": gettext("Change the own password"),
        "set-password": gettext("Set a password"),
        "activate": gettext("Open the account again"),
        "deactivate": gettext("Close the account"),
        "end-sessions": gettext("End all sessions"),
        "sign-in": gettext("Sign in"),
        "set-notices": gettext("Choose what comes by mail"),
        "add-token": gettext("Make a token"),
        "revoke-token": gettext("Revoke a token"),
        "restore": gettext("Restore a snapshot"),
        "set-target": gettext("Set a target"),
        "add-document": gettext("Keep a document"),
        "add-impact-layer": gettext("Take in an impact layer"),
        "carry-exception": gettext("Carry an exception on"),
        "export": gettext("Export a package"),
        "add-member": gettext("Appoint a member of the team"),
        "change-member": gettext("Change a member of the team"),
        "remove-member": gettext("Dismiss a member of the team"),
        "set-wording": gettext("Set the wording of papers"),
        "label-sample": gettext("Mark the workspace as a sample"),
    }
    return str(words.get(action, action))


def role_words(role: str) -> str:
    """A role in words; the code word itself where it is not known."""
    return told(ROLE_NAMES[Role(role)]) if role in set(Role) else role


def subject_address(entry: Event) -> str:
    """The address of the page that shows what an entry changed; "" where there is none."""
    endpoint, name = ADDRESSES.get(entry.subject_kind, ("", ""))
    if endpoint not in current_app.view_functions:
        return ""
    own = entry.subject_id
    value = f"{entry.subject_kind}-{own}" if name == ANCHOR else own
    return url_for(endpoint, **{name: value})  # type: ignore[arg-type]
