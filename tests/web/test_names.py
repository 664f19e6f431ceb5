"""What villages and sources are called, and who disagrees with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from flask import Flask

from boundaries.domain.analysis import Analysis, InputRecord
from tests.web.example import A, B
from web.disagreement import disagreement, side
from web.names import Names, edition_text, listing, village_title


@pytest.fixture
def names(analysis: Analysis) -> Names:
    """The reference "big", a survey of A alone, "a", and one of B alone, "b"."""
    big, survey = analysis.inputs
    villages = analysis.villages
    own = villages[(villages["source"] == "survei") & villages["key"].isin((A, B))]
    alone = own.assign(source=own["key"].map({A: "a", B: "b"}))
    return Names(
        replace(
            analysis,
            inputs=(big, replace(survey, source="a"), replace(survey, source="b")),
            villages=pd.concat([villages[villages["source"] == "big"], alone]),
        )
    )


@pytest.fixture(autouse=True)
def request_of_a_reader(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("name", "kind", "title"),
    [
        ("Sidomulyo", "desa", "Desa Sidomulyo"),
        ("Teladan", "kelurahan", "Kelurahan Teladan"),
        ("Sidomulyo", "", "Sidomulyo"),
        ("Desa Jetak", "desa", "Desa Jetak"),
        ("KELURAHAN TELADAN", "kelurahan", "KELURAHAN TELADAN"),
        ("Kel. Teladan", "kelurahan", "Kel. Teladan"),
        ("Ds. Jetak", "desa", "Ds. Jetak"),
        ("Desantara", "desa", "Desa Desantara"),
    ],
)
def test_village_titles(name: str, kind: str, title: str) -> None:
    assert village_title(name, kind) == title


def test_listing() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b dan c"


def test_editions_have_their_month_in_words_on_one_line() -> None:
    assert edition_text("2023-09-28") == "28\N{NO-BREAK SPACE}September\N{NO-BREAK SPACE}2023"
    assert edition_text("2025") == "2025"


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "BIG (acuan, indikatif), edisi 2025"),
        ({"edition": ""}, "BIG (acuan, indikatif)"),
        ({"edition": "", "source": "lama"}, "lama (acuan, indikatif)"),
        (
            {"edition": "", "source": "lama", "layer": "ADMINISTRASI_AR_DESAKEL"},
            "BIG (acuan, indikatif)",
        ),
        ({"edition": "", "source": "bigger"}, "bigger (acuan, indikatif)"),
    ],
)
def test_the_reference(analysis: Analysis, changes: dict[str, str], title: str) -> None:
    record: InputRecord = replace(analysis.inputs[0], **changes)
    villages = analysis.villages.assign(source=record.source)
    found = Names(replace(analysis, inputs=(record,), villages=villages))
    assert found.title(record.source) == title


def test_a_survey_of_one_village_has_its_name(names: Names) -> None:
    assert names.title("a") == "survei Desa Sidomulyo"
    assert names.owner("a") == A
    assert names.owner("big") is None


@pytest.mark.parametrize(
    ("kind", "claims", "sentence", "where"),
    [
        (
            "mismatch",
            {"big": (B,), "a": (A,), "b": ()},
            "Kedua desa sepakat lahan ini masuk Desa Sidomulyo; garis BIG berbeda.",
            "BIG ↔ lokal",
        ),
        (
            "mismatch",
            {"big": (B,), "a": (A,), "b": (B,)},
            "Survei Desa Sidomulyo dan survei Desa Tinggi Raja sama-sama memasukkan lahan ini; "
            "menurut BIG lahan ini masuk Desa Tinggi Raja.",
            "BIG ↔ lokal",
        ),
        (
            "mismatch",
            {"big": (B,), "b": ()},
            "Menurut BIG lahan ini masuk Desa Tinggi Raja; survei Desa Tinggi Raja tidak "
            "memasukkannya.",
            "BIG ↔ lokal",
        ),
        (
            "mismatch",
            {"big": (), "a": (A,)},
            "Menurut survei Desa Sidomulyo lahan ini masuk Desa Sidomulyo; BIG tidak memasukkannya "
            "ke desa mana pun.",
            "BIG ↔ lokal",
        ),
        (
            "overlap",
            {"big": (A, B)},
            "Tumpang tindih di dalam layer BIG: lahan ini masuk Desa Sidomulyo dan Desa Tinggi "
            "Raja sekaligus.",
            "di BIG",
        ),
        (
            "overlap",
            {"a": (A,), "b": (B,)},
            "Survei Desa Sidomulyo dan survei Desa Tinggi Raja saling tumpang tindih.",
            "antar lokal",
        ),
        (
            "gap",
            {"a": (), "b": ()},
            "Celah di antara survei Desa Sidomulyo dan survei Desa Tinggi Raja: tidak satu pun "
            "memasukkan lahan ini.",
            "antar lokal",
        ),
        (
            "gap",
            {"big": ()},
            "Celah di dalam layer BIG: lahan ini tidak masuk desa mana pun.",
            "di BIG",
        ),
        (
            "enclave",
            {"big": (), "a": (), "b": ()},
            "Tidak satu sumber pun memasukkan lahan ini ke sebuah desa.",
            "di BIG dan lokal",
        ),
    ],
)
def test_who_disagrees_with_whom(
    names: Names, kind: str, claims: dict[str, tuple[str, ...]], sentence: str, where: str
) -> None:
    finding = pd.Series(
        {"kind": kind, "claims": claims, "villages": (A, B), "names": ("Sidomulyo", "Tinggi Raja")}
    )
    assert disagreement(names, finding) == sentence
    assert side(names, kind, tuple(claims)) == where
