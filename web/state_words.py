"""States of segments as badges: a word, a sign and a group with a colour and a pattern."""

from __future__ import annotations

from flask_babel import gettext

from boundaries.domain.case import STATE_NAMES, State
from web.problems import told

GROUPS: dict[str, tuple[State, ...]] = {
    "belum": (State.INDIKATIF, State.DOKUMEN_DITELITI, State.DICABUT),
    "dilacak": (State.DILACAK,),
    "sengketa": (State.TIDAK_SEPAKAT, State.MEDIASI_CAMAT, State.MEDIASI_BUPATI),
    "limpah": (State.LIMPAH_BATAS_DAERAH,),
    "sepakat": (State.SEPAKAT, State.DIPUTUS_BUPATI, State.PERBAIKAN_BIG),
    "big": (State.SIAP_VERIFIKASI, State.TERVERIFIKASI),
    "tetap": (State.DITETAPKAN,),
}
"""States that are drawn alike, in order of progress."""
GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}
SIGNS = {
    "belum": "○", "dilacak": "◔", "sengketa": "✕", "limpah": "⇥", "sepakat": "✓", "big": "✓✓",
    "tetap": "★",
}  # fmt: skip


def state_label(state: State | str) -> str:
    """A state in words."""
    return told(STATE_NAMES[State(state)])


def state_group(state: State | str) -> str:
    """The group that a state is drawn as."""
    return GROUP_OF[State(state)]


def state_sign(state: State | str) -> str:
    """The sign of a state's group."""
    return SIGNS[state_group(state)]


def group_label(group: str) -> str:
    """A group of states in words."""
    words = {
        "belum": gettext("not yet traced"),
        "dilacak": gettext("traced, to be agreed on"),
        "sengketa": gettext("disputed"),
        "limpah": gettext("regional boundary"),
        "sepakat": gettext("agreed or decided"),
        "big": gettext("with BIG"),
        "tetap": gettext("stipulated"),
    }
    return str(words[group])
