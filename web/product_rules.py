"""Who may have which product: heads and camat those of their own land, offices all."""

from __future__ import annotations

from collections.abc import Collection

from boundaries.domain.roles import HEADS, OFFICERS, ROLE_NAMES, Actor, Role, listed
from boundaries.errors import RefusedError
from boundaries.messages import Message, message

OFFICES = (*OFFICERS, Role.VERIFIER, Role.BUPATI, Role.LEGAL, Role.BIG, Role.PROVINCE)
CHECKERS = (*OFFICERS, Role.VERIFIER)
MAKERS = OFFICERS
BRIEFED = (*OFFICES, Role.CAMAT)
DRAFTERS = (*OFFICERS, Role.VERIFIER, Role.LEGAL, Role.BUPATI)
TEAM_KEEPERS = (Role.OPERATOR,)


def require(actor: Actor, roles: tuple[Role, ...], action: Message) -> None:
    """Raise `RefusedError` that says who may do it, unless the actor's role is one of them."""
    if actor.role not in roles:
        names = listed([ROLE_NAMES[role] for role in roles])
        raise RefusedError(
            "role",
            message("{role} may not {action}", role=ROLE_NAMES[actor.role], action=action),
            message("this may be done by {roles}", roles=names),
        )


def may_have(actor: Actor, villages: Collection[str], kecamatan: Collection[str]) -> bool:
    """Whether products about some villages (keys or codes) in some kecamatan are for the actor.

    Heads have those of their own villages, camat those that touch their kecamatan, everybody else
    all.
    """
    if actor.role in HEADS:
        return bool(actor.villages & {*villages})
    if actor.role is Role.CAMAT:
        return bool(actor.kecamatan & {*kecamatan})
    return True


def require_own(actor: Actor, villages: Collection[str], kecamatan: Collection[str]) -> None:
    """Raise `RefusedError` where `may_have` says no."""
    if not may_have(actor, villages, kecamatan):
        raise RefusedError(
            "scope",
            message("products of this land are not open to you"),
            message("its heads, its camat and the offices of the kabupaten may download them"),
        )
