"""The brief for the monthly meeting, read back from both formats."""

from __future__ import annotations

import datetime
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pytest
from shapely import box

from boundaries.domain.brief import SETTLED_STATES, Brief
from boundaries.domain.deed import Facts
from boundaries.domain.roles import Action
from boundaries.errors import ParameterError
from boundaries.messages import translator
from boundaries.reports.brief_tables import brief_tables, title_lines
from boundaries.store.database import Store
from boundaries.workflows.brief import brief_of, month_from, write_brief
from boundaries.workflows.impacts import ObjectOptions, add_impact
from boundaries.workflows.settle import act_on
from boundaries.workflows.targets import Goal, set_target
from tests.cli_layers import layer
from tests.workspace_fixture import A, B, C, agree, doer, put_on_table, segment_of

JANUARY, FEBRUARY = datetime.date(2026, 1, 1), datetime.date(2026, 2, 1)
LATER = datetime.date(2026, 2, 20)


@pytest.fixture
def worked(file_workspace: Store) -> Store:
    """In January A and C agreed, A and B disagreed on the 1st; six months run until 1 July."""
    agree(file_workspace, A, C, "reference")
    dispute = segment_of(file_workspace, A, B).id
    put_on_table(file_workspace, dispute, "midline")
    facts = Facts(documents=("2",), reason="no agreement")
    act_on(file_workspace, dispute, Action.RECORD_DISAGREEMENT, doer(), facts)
    set_target(file_workspace, "12.09.20", "2026-Q1", Goal(4, 0.0, 0), doer())
    return file_workspace


def english(text: str) -> str:
    return text


def test_progress_and_its_change(worked: Store) -> None:
    january = brief_of(worked, JANUARY, today=LATER).kecamatan.loc["12.09.20"]
    february = brief_of(worked, FEBRUARY, today=LATER).kecamatan.loc["12.09.20"]
    columns = ["settled", "settled_before", "disputed", "disputed_before", "target_segments"]
    assert january[columns].tolist() == [1, 0, 1, 0, 4]
    assert february[columns].tolist() == [1, 1, 1, 1, 4]


def test_days_of_a_brief(worked: Store) -> None:
    brief = brief_of(worked, JANUARY, today=LATER)
    assert (brief.day, brief.until, brief.quarter) == (
        datetime.date(2026, 1, 31), datetime.date(2026, 2, 28), "2026-Q1",
    )  # fmt: skip
    assert brief_of(worked, FEBRUARY, today=LATER).day == LATER
    with pytest.raises(ParameterError, match="2026-03 has not begun"):
        brief_of(worked, datetime.date(2026, 3, 1), today=LATER)


def test_clocks_count_until_the_meeting(worked: Store) -> None:
    segment = segment_of(worked, A, B).id
    due = datetime.date(2026, 7, 1)
    for until, found in ((due - datetime.timedelta(days=1), []), (due, [segment])):
        brief = brief_of(worked, FEBRUARY, today=LATER, until=until)
        assert brief.clocks["segment"].tolist() == found


def test_disputes_and_what_lies_on_them(worked: Store, tmp_path: Path) -> None:
    [dispute] = brief_of(worked, FEBRUARY, today=LATER).disputes.to_dict("records")
    assert dispute["segment"] == segment_of(worked, A, B).id
    assert dispute["villages"] == ("Desa 1", "Desa 2")
    assert dispute["area_m2"] == pytest.approx(100_000, rel=2e-3)
    assert pd.isna(dispute["objects"])
    schools = layer(tmp_path / "s.gpkg", {"in": box(1040, 40, 1050, 50), "out": box(5, 5, 9, 9)})
    add_impact(worked, schools, doer(), name="schools", kind="school", options=ObjectOptions())
    [dispute] = brief_of(worked, FEBRUARY, today=LATER).disputes.to_dict("records")
    assert dispute["objects"] == 1


def test_months() -> None:
    assert month_from("2026-11") == datetime.date(2026, 11, 1)
    for text in ("2026-13", "November", "2026-11-02"):
        with pytest.raises(ParameterError, match="is no month"):
            month_from(text)


def pdf_text(path: Path) -> str:
    run = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    )
    return run.stdout


def docx_text(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_both_formats_tell_the_same(worked: Store, tmp_path: Path, ending: str) -> None:
    brief = brief_of(worked, FEBRUARY, today=LATER, until=datetime.date(2026, 7, 1))
    path, again = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    write_brief(brief, path, english, "en")
    write_brief(brief, again, english, "en")
    assert path.read_bytes() == again.read_bytes()
    text = pdf_text(path) if ending == "pdf" else docx_text(path)
    for part in (
        "Brief on village boundaries, Kabupaten Asahan, February 2026", "12.09.20", "25 %",
        "Desa 1 – Desa 2", "10.01 ha", "Not agreed", "Dinas PERKIM", "Verify internally",
        "The internal verifier", "Nothing here is official", "Differing land",
    ):  # fmt: skip
        assert part in text
    if ending == "pdf":
        assert text.count("\f") == 2


def test_the_kabupaten_counts_a_segment_between_two_kecamatan_once(worked: Store) -> None:
    brief = brief_of(worked, FEBRUARY, today=LATER)
    table, *_ = brief_tables(brief, str, "en")
    assert brief.kecamatan["segments"].tolist() == [4, 2]
    assert brief.whole["segments"] == 4
    assert brief.whole["settled"] == brief.segments["state"].isin(SETTLED_STATES).sum()
    assert table.total[:2] == ("All", "4")
    assert len(table.rows) == len(brief.kecamatan)
    assert "counts in both, once in all" in table.explained


def test_land_that_no_line_settles_counts_as_on_the_board(worked: Store) -> None:
    """A and B differ on 10 ha in 12.09.20; what A and C agreed on is settled."""
    brief = brief_of(worked, FEBRUARY, today=LATER)
    assert brief.kecamatan["land_m2"].to_numpy() == pytest.approx([100_000, 0], rel=2e-3)
    assert brief.whole["land_m2"] == pytest.approx(100_000, rel=2e-3)
    [dispute] = brief.disputes.to_dict("records")
    assert dispute["area_m2"] == brief.whole["land_m2"]


def test_columns_that_hold_nothing_are_left_out(worked: Store) -> None:
    """There is a target for the first quarter only, and no layer of what lies on the land."""
    first = brief_of(worked, FEBRUARY, today=LATER)
    later = brief_of(worked, datetime.date(2026, 5, 1), today=datetime.date(2026, 5, 9))
    progress, _, disputes, _ = brief_tables(first, str, "en")
    assert {"Target", "Of the target"} <= {*progress.columns}
    assert "Due" in disputes.columns
    assert "Objects on it" not in disputes.columns
    assert "targets of 2026-Q1" in title_lines(first, str, "en")[1]
    assert "Target" not in brief_tables(later, str, "en")[0].columns
    assert "no targets are set for 2026-Q2" in title_lines(later, str, "en")[1]


def test_the_map_names_groups_as_the_pages_do(worked: Store, tmp_path: Path) -> None:
    """A-B is disputed, A-C agreed, B-C and B-D are not traced yet; C lies in another kecamatan."""
    write_brief(brief_of(worked, FEBRUARY, today=LATER), tmp_path / "a.pdf", english, "en")
    first, *_ = pdf_text(tmp_path / "a.pdf").split("\f")
    for words in ("Not yet traced (2)", "Disputed (1)", "Agreed or decided (1)", "Outer border",
                  "Border of the kecamatan", "Kecamatan 12.09.20", "Desa 1", "Desa 4"):  # fmt: skip
        assert words in first, words


def test_many_kecamatan_still_fit_on_two_pages(worked: Store, tmp_path: Path) -> None:
    brief = crowded(brief_of(worked, FEBRUARY, today=LATER))
    write_brief(brief, tmp_path / "a.pdf", english, "en")
    text = pdf_text(tmp_path / "a.pdf")
    assert text.count("\f") == 2
    shown = [line for line in text.splitlines() if "{{ 7*7 }} <b>" in line]
    assert 8 < len(shown) <= 26
    assert "All" in text.split("\f")[0]
    assert f"and {40 - len(shown)} more" in text


def crowded(brief: Brief) -> Brief:
    rows = pd.concat([brief.kecamatan.iloc[:1]] * 40, ignore_index=True)
    names = [f"{number:02d} {{{{ 7*7 }}}} <b> \ua9a6 " + "x" * 60 for number in range(40)]
    return replace(brief, kecamatan=rows.assign(name=names))


def test_other_endings_and_the_other_language(worked: Store, tmp_path: Path) -> None:
    brief = brief_of(worked, FEBRUARY, today=LATER)
    with pytest.raises(ParameterError, match=r"not written as \.txt"):
        write_brief(brief, tmp_path / "a.txt", english, "en")
    write_brief(brief, tmp_path / "a.docx", translator("id"), "id")
    assert "Februari 2026" in docx_text(tmp_path / "a.docx")
