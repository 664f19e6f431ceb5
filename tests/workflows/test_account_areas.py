"""Accounts for villages that are there, of the right kind."""

from __future__ import annotations

import pytest

from boundaries.domain.roles import Role
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.repository import Repository
from boundaries.workflows.account_areas import require_area
from tests.workspace_fixture import A


@pytest.mark.parametrize(
    ("role", "villages", "kecamatan", "match"),
    [
        (Role.VILLAGE_HEAD, ("12.09.99.2003",), (), "12.09.99.2003 is no village of this"),
        (Role.VILLAGE_HEAD, (A, "12.09.99.2003"), (), "12.09.99.2003 is no village of this"),
        (Role.LURAH, (A,), (), f"{A} is a desa, whose head is the village head"),
        (Role.CAMAT, (), ("12.09.99",), "12.09.99 is no kecamatan of this workspace"),
    ],
)
def test_an_area_that_cannot_be(
    imported: Store,
    role: Role,
    villages: tuple[str, ...],
    kecamatan: tuple[str, ...],
    match: str,
) -> None:
    with Repository(imported) as repository:
        with pytest.raises(ParameterError, match=match):
            require_area(repository, role, villages, kecamatan)
        require_area(repository, Role.VILLAGE_HEAD, (A,), ())
        require_area(repository, Role.CAMAT, (), ("12.09.20",))
