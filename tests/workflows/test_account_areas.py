"""Accounts for villages that are there, of the right kind."""

from __future__ import annotations

import pytest

from boundaries.domain.roles import Role
from boundaries.errors import ParameterError
from boundaries.store.database import Store
from boundaries.store.models import Village
from boundaries.store.repository import Repository
from boundaries.workflows.account_areas import areas_of
from tests.workspace_fixture import A, B, doer


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
            areas_of(repository, role, villages, kecamatan)
        assert areas_of(repository, Role.VILLAGE_HEAD, (A,), ()) == ([A], [])
        assert areas_of(repository, Role.CAMAT, (), ("12.09.20",)) == ([], ["12.09.20"])


def named(repository: Repository, names: dict[str, str], kecamatan: dict[str, str]) -> None:
    """Give villages of BIG's layer and its kecamatan names."""
    big = repository.current_sources("big")[0]
    for row in repository.find(Village, source_id=big.id):
        row.name = names.get(row.key, row.name)
        row.kecamatan = kecamatan.get(row.kecamatan_code, "")
    repository.record(doer().entry("import", ("source", "BIG")))


def test_names_with_spaces_stand_for_codes(imported: Store) -> None:
    """The account holds the code: rights are told by it."""
    with Repository(imported) as repository:
        named(repository, {A: "Suka Damai", B: "Suka Maju"}, {"12.09.20": "Kisaran Timur"})
        found = areas_of(repository, Role.VILLAGE_HEAD, ("desa suka damai", A, "Suka Maju"), ())
        assert found == ([A, B], [])
        assert areas_of(repository, Role.CAMAT, (), ("kisaran timur",)) == ([], ["12.09.20"])


def test_a_name_that_several_have_is_not_guessed(imported: Store) -> None:
    with Repository(imported) as repository:
        named(repository, {A: "Suka Damai", B: "Suka Damai"},
              {"12.09.20": "Pulau", "12.09.21": "Pulau"})  # fmt: skip
        with pytest.raises(ParameterError, match=f"several villages are called Suka Damai: {A}, "):
            areas_of(repository, Role.VILLAGE_HEAD, ("Suka Damai",), ())
        with pytest.raises(ParameterError, match="several kecamatan are called Pulau: "):
            areas_of(repository, Role.CAMAT, (), ("Pulau",))
