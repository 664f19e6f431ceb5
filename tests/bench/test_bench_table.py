from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.answers import Amount, Answer
from tests.bench.contest import Score, agreement
from tests.bench.layers import Layer
from tests.bench.process import Usage
from tests.bench.table import Result, document, growth, markdown
from tests.bench.tools import PEERS, TAPAL

GEOPANDAS = next(peer for peer in PEERS if peer.name == "geopandas")
FOUND = Answer(Amount(2, 30_000.0, 2, 2), Amount(1, 5.0, 1, 1))


def layer(kind: str, vertices: int) -> Layer:
    return Layer(f"{vertices} {kind}", kind, Path("x"), Path("x"), Path("x"), 7, vertices)


def score(*seconds: float) -> Score:
    return Score(TAPAL, [Usage(each, each / 2, 100.0, 200.0) for each in seconds], FOUND)


def test_growth_is_the_slope_of_the_logarithms() -> None:
    results = [
        Result(layer(kind, vertices), {"tapal": score(vertices**power)})
        for kind, power in (("clean", 1.0), ("surveyed", 1.5))
        for vertices in (10, 100, 1000)
    ]
    assert growth(results) == pytest.approx({"clean": 1.0, "surveyed": 1.5})


def test_growth_needs_two_sizes_of_a_kind() -> None:
    failed = Result(layer("clean", 100), {"tapal": Score(TAPAL, fault="stopped after 1 s")})
    one = Result(layer("clean", 10), {"tapal": score(1.0)})
    real = [Result(layer("", vertices), {"tapal": score(1.0)}) for vertices in (10, 100)]
    assert growth([failed, one, *real]) == {}


def test_table_shows_median_range_ratio_and_agreement() -> None:
    peer = Score(GEOPANDAS, [Usage(6.0, 5.0, 50.0, 60.0)], Answer(FOUND.pairs, Amount(3, 9, 3, 3)))
    result = Result(layer("", 10), {"tapal": score(1.0, 4.0, 3.0), "geopandas": peer})
    table = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in markdown([result]).splitlines()
    ]
    ours, theirs = table[2:]
    assert ours[3:8] == ["3.00", "1.00..4.00", "1.00", "1.50", "200"]
    assert ours[8:] == ["2", "3.00", "1", "0.00", ""]
    assert theirs[3:8] == ["6.00", "6.00..6.00", "2.00", "5.00", "60"]
    assert theirs[-1] == "pairs same; gaps -2, area -44.4%"


def test_document_holds_every_run_and_fault() -> None:
    failed = Score(GEOPANDAS, fault="failed with code 1: ... why")
    result = Result(layer("clean", 10), {"tapal": score(1.0, 2.0), "geopandas": failed})
    content = json.loads(json.dumps(document({"cores": "2"}, {"runs": 2}, [result])))
    ours, theirs = content["results"]
    assert [run["seconds"] for run in ours["runs"]] == [1.0, 2.0]
    assert ours["found"]["pairs"]["area_m2"] == 30_000
    assert theirs["median_s"] is None
    assert theirs["ratio_to_tapal"] is None
    assert theirs["remark"] == "failed with code 1: ... why"


@pytest.mark.parametrize(
    ("kept", "words"), [(7, "lists nothing"), (5, "lists nothing; 2 villages lost")]
)
def test_tools_that_repair_list_nothing(kept: int, words: str) -> None:
    assert agreement(None, Answer(villages=kept), 7) == words
