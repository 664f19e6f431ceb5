"""Write the tables of docs/lifecycle.md from the tables in the code.

    python -m tools.lifecycle_tables

The text between the marks of a table is replaced; a test fails when it is not up to date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from boundaries.domain.case import LINE_STATUS, STATE_NAMES, State
from boundaries.domain.deed import FACT_NAMES
from boundaries.domain.lifecycle_table import REQUIREMENTS, TRANSITIONS, always
from boundaries.domain.roles import ACTION_NAMES, PERMISSIONS, ROLE_NAMES, Action, Role

DOCUMENT = Path(__file__).resolve().parent.parent / "docs/lifecycle.md"


def tables() -> dict[str, str]:
    """Every table of the document by the name of its mark."""
    return {
        "states": _states(),
        "transitions": _transitions(),
        "permissions": _permissions(),
        "requirements": _requirements(),
    }


def rendered(text: str) -> str:
    """The document with its tables brought up to date; raises `ValueError` for a missing mark."""
    for name, table in tables().items():
        marks = rf"(<!-- {name} -->\n)(?:.*?)(<!-- end -->)"
        text, count = re.subn(marks, rf"\g<1>{table}\g<2>", text, flags=re.DOTALL)
        if count != 1:
            raise ValueError(f"the mark of the table {name} is there {count} times")
    return text


def _states() -> str:
    return _table(
        ("State", "Meaning", "STSBTS"),
        ((f"`{state}`", STATE_NAMES[state], LINE_STATUS[state]) for state in State),
    )


def _transitions() -> str:
    rows = (
        (
            f"`{row.action}`",
            "any" if set(row.before) == set(State) else _code(row.before),
            f"`{row.after}`" if row.after else "stays",
            "" if row.when is always else _first_line(row.when),
        )
        for row in TRANSITIONS
    )
    return _table(("Action", "From", "To", "When"), rows)


def _permissions() -> str:
    roles = [role for role in Role if any(role in who for who in PERMISSIONS.values())]
    rows = (
        (
            f"`{action}`",
            ACTION_NAMES[action],
            *("yes" if role in PERMISSIONS[action] else "" for role in roles),
        )
        for action in Action
    )
    return _table(("Action", "Meaning", *(_bare(role) for role in roles)), rows)


def _requirements() -> str:
    rows = (
        (
            f"`{action}`",
            ", ".join(str(FACT_NAMES[name]) for name in requirement.needs),
            " ".join(_first_line(rule) for rule in requirement.rules),
            _first_line(requirement.effect),
        )
        for action, requirement in REQUIREMENTS.items()
    )
    return _table(("Action", "Needs", "Rules", "Changes"), rows)


def _bare(role: Role) -> str:
    return re.sub("^(the|an) ", "", str(ROLE_NAMES[role]))


def _code(names: Iterable[State]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _first_line(documented: object) -> str:
    return (documented.__doc__ or "").splitlines()[0]


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    DOCUMENT.write_text(rendered(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
