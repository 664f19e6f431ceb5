"""States of segments as badges: a word, a sign and a group with a colour and a pattern."""

from __future__ import annotations

from flask_babel import gettext

from boundaries.domain.case import STATE_NAMES, Case, State
from boundaries.domain.state_groups import GROUP_NAMES, GROUP_OF
from boundaries.messages import translator
from web import language
from web.problems import told

SIGNS = {
    "belum": "○", "dilacak": "◔", "sengketa": "✕", "limpah": "⇥", "sepakat": "✓", "big": "✓✓",
    "tetap": "★",
}  # fmt: skip


def state_label(state: State | str) -> str:
    """A state in words."""
    return told(STATE_NAMES[State(state)])


def verified_inside(case: Case) -> bool:
    """Whether a settled line that is not with BIG yet was verified internally."""
    return case.verification is not None and state_group(case.state) == "sepakat"


def case_label(case: Case) -> str:
    """The state of a case in words, and whether it was verified internally."""
    label = state_label(case.state)
    return f"{label}, {gettext('verified internally')}" if verified_inside(case) else label


def state_group(state: State | str) -> str:
    """The group that a state is drawn as."""
    return GROUP_OF[State(state)]


def state_sign(state: State | str) -> str:
    """The sign of a state's group."""
    return SIGNS[state_group(state)]


def group_label(group: str) -> str:
    """A group of states in words."""
    return GROUP_NAMES[group].render(translator(language.language()))
