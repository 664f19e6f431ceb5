import pandas as pd

from boundaries.domain.assignment import assign


def pairs(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a", "b", "score"])


def chosen(table: pd.DataFrame, minimum: float = 0.5) -> dict[str, str]:
    found = assign(table, "a", "b", "score", minimum)
    return dict(zip(found["a"], found["b"], strict=True))


def test_the_total_counts_not_the_single_best() -> None:
    table = pairs(("1", "x", 0.9), ("1", "y", 0.8), ("2", "x", 0.8), ("2", "y", 0.5))
    assert chosen(table) == {"1": "y", "2": "x"}


def test_a_side_stays_alone_rather_than_below_the_minimum() -> None:
    assert chosen(pairs(("1", "x", 0.9), ("2", "x", 0.8), ("2", "y", 0.49))) == {"1": "x"}


def test_more_on_the_left_than_on_the_right() -> None:
    assert chosen(pairs(("1", "x", 0.6), ("2", "x", 0.7), ("3", "x", 0.8))) == {"3": "x"}


def test_no_pair_at_all() -> None:
    assert chosen(pairs()) == {}


def test_the_rows_keep_their_index_and_columns() -> None:
    table = pairs(("1", "x", 0.1), ("1", "y", 0.8)).assign(note=["p", "q"])
    found = assign(table, "a", "b", "score", 0.5)
    assert list(found.index) == [1]
    assert list(found["note"]) == ["q"]
