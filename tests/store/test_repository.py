"""One unit of work, the same in both stores."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from boundaries.errors import ConflictError, StoreError
from boundaries.store.base import values
from boundaries.store.database import Store, open_store
from boundaries.store.models import (
    Candidate,
    Detection,
    Finding,
    Lease,
    Proposal,
    Segment,
    Setting,
    Source,
    Village,
)
from boundaries.store.repository import Repository
from tests.store_fixture import NOON, UTM, a_finding, a_segment, a_source, entry, fill, villages


def change(store: Store, **fields: object) -> None:
    """Somebody changes the segment."""
    with Repository(store) as repository:
        segment = repository.get(Segment, "SG-1")
        for name, value in fields.items():
            setattr(segment, name, value)
        repository.record(entry("change"))


def test_villages_come_back_as_they_were(store: Store) -> None:
    source_id, _ = fill(store)
    with Repository(store) as repository:
        found = repository.villages(source_id)
    given = villages()
    assert found.crs == UTM
    assert found["row"].tolist() == [0, 1, 2]
    assert found["name"].tolist() == given["name"].tolist()
    assert found.geometry.tolist() == [shapely.MultiPolygon([area]) for area in given.geometry]


def test_villages_are_read_again_where_the_block_has_written(store: Store) -> None:
    """What was handed out before, and what is done to it, plays no part."""
    source_id, _ = fill(store)

    def names() -> list[str]:
        return list(repository.villages(source_id)["name"])

    with Repository(store) as repository:
        first, *others = names()
        scribbled = repository.villages(source_id)
        scribbled["name"] = "scribbled"
        assert names() == [first, *others]
        repository.find(Village, source_id=source_id)[0].name = "Baru"
        assert names() == ["Baru", *others]
        repository.remove(Village, source_id=source_id, row=1)
        assert names() == ["Baru", *others[1:]]
        repository.record(entry())


def test_what_is_committed_is_there_when_opened_again(address: str, filled: Store) -> None:
    change(filled, state="agreed")
    with open_store(address) as again, Repository(again) as repository:
        assert again.crs == UTM
        assert repository.setting("name") == "Asahan"
        segment = repository.get(Segment, "SG-1")
        assert (segment.state, segment.version) == ("agreed", 2)


def test_exception_takes_all_back(filled: Store) -> None:
    with pytest.raises(RuntimeError, match="no"), Repository(filled) as repository:  # noqa: PT012
        repository.get(Segment, "SG-1").state = "agreed"
        repository.add(a_source(name="BPS"))
        repository.record(entry())
        raise RuntimeError("no")
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1").state == "indicative"
        assert [source.name for source in repository.find(Source)] == ["BIG"]
        assert repository.head().seq == 2


def test_rows_stay_readable_after_the_block(filled: Store) -> None:
    with Repository(filled) as repository:
        segment = repository.get(Segment, "SG-1")
    assert segment.geometry.length == 100


@pytest.mark.parametrize("how", ["add", "add_frame", "set", "remove", "setting"])
def test_change_without_an_entry_is_refused(filled: Store, how: str) -> None:
    def do(repository: Repository) -> None:
        if how == "add":
            repository.add(a_source(name="BPS"))
        elif how == "add_frame":
            repository.add_frame(Village, villages().assign(row=[7, 8, 9]), source_id=1)
        elif how == "set":
            repository.get(Segment, "SG-1").state = "agreed"
        elif how == "remove":
            repository.remove(Finding, id="TT-1")
        else:
            repository.set_setting("name", "Batu Bara")

    with Repository(filled) as repository:
        before = len(repository.frame(Village)), len(repository.frame(Finding))
    with pytest.raises(ValueError, match="needs an entry"), Repository(filled) as repository:
        do(repository)
    with Repository(filled) as repository:
        assert (len(repository.frame(Village)), len(repository.frame(Finding))) == before
        assert repository.get(Segment, "SG-1").state == "indicative"
        assert repository.setting("name") == "Asahan"
        assert len(repository.find(Source)) == 1


def test_lease_needs_no_entry(filled: Store) -> None:
    with Repository(filled) as repository:
        repository.add(Lease(segment_id="SG-1", person="Ani", until=NOON))
    with Repository(filled) as repository:
        repository.get(Lease, "SG-1").person = "Budi"
    with Repository(filled) as repository:
        assert [(lease.person, lease.until) for lease in repository.find(Lease)] == [("Budi", NOON)]
        assert repository.remove(Lease, segment_id="SG-1") == 1
    with Repository(filled) as repository:
        assert repository.find(Lease) == []
        assert repository.head().seq == 2


def test_second_writer_is_told_with_both_versions(filled: Store) -> None:
    with (  # noqa: PT012
        pytest.raises(ConflictError, match="segment SG-1 was changed") as told,
        Repository(filled) as second,
    ):
        segment = second.get(Segment, "SG-1")
        change(filled, state="proposed")
        segment.state = "agreed"
        second.record(entry())
    assert (told.value.mine["state"], told.value.mine["version"]) == ("agreed", 1)
    assert (told.value.theirs["state"], told.value.theirs["version"]) == ("proposed", 2)
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1").state == "proposed"
        assert repository.head().seq == 3
        assert repository.verify() == []


def test_second_writer_of_many_rows_learns_which(filled: Store) -> None:
    with Repository(filled) as repository:
        repository.add(a_segment(1, id="SG-2"), a_segment(1, id="SG-3"))
        repository.record(entry())
    with pytest.raises(ConflictError) as told, Repository(filled) as second:  # noqa: PT012
        segments = second.find(Segment)
        change(filled, state="proposed")
        for segment in segments:
            segment.state = "agreed"
        second.record(entry())
    assert told.value.theirs["id"] == "SG-1"
    with Repository(filled) as repository:
        states = [segment.state for segment in repository.find(Segment)]
    assert states == ["proposed", "indicative", "indicative"]


def test_row_removed_by_somebody_else(filled: Store) -> None:
    with pytest.raises(ConflictError) as told, Repository(filled) as second:  # noqa: PT012
        finding = second.get(Finding, "TT-1")
        with Repository(filled) as first:
            first.remove(Finding, id="TT-1")
            first.record(entry())
        finding.kind = "gap"
        second.record(entry())
    assert told.value.mine["kind"] == "gap"
    assert told.value.theirs == {}


def test_version_that_the_user_saw(filled: Store) -> None:
    change(filled, state="proposed")
    with Repository(filled) as repository:
        assert repository.get(Segment, "SG-1", version=2).state == "proposed"
        with pytest.raises(ConflictError, match="SG-1") as told:
            repository.get(Segment, "SG-1", version=1)
    assert told.value.mine == {"version": 1}
    assert told.value.theirs["state"] == "proposed"


def test_unknown_id(repository: Repository) -> None:
    with pytest.raises(StoreError, match="segment SG-9 is not there"):
        repository.get(Segment, "SG-9")


def test_one_proposal_of_each_number(filled: Store) -> None:
    def propose(repository: Repository) -> None:
        repository.add(
            Proposal(
                segment_id="SG-1", number=1, kind="drawn", hash="00", by="Ani", at=NOON,
                state="open", geometry=shapely.LineString([(100, 0), (100, 100)]),
            )
        )  # fmt: skip
        repository.record(entry("propose"))

    with Repository(filled) as repository:
        propose(repository)
    with pytest.raises(ConflictError, match="at the same time"), Repository(filled) as repository:
        propose(repository)
    with Repository(filled) as repository:
        assert len(repository.find(Proposal)) == 1


def test_find_takes_one_value_or_several(repository: Repository) -> None:
    repository.add(a_finding(1, id="TT-3", kind="gap"), a_finding(1, id="TT-2", kind="mismatch"))
    repository.record(entry())
    assert [row.id for row in repository.find(Finding)] == ["TT-1", "TT-3", "TT-2"]
    assert [row.id for row in repository.find(Finding, kind=["gap", "overlap"])] == ["TT-1", "TT-3"]
    assert [row.id for row in repository.find(Finding, segment_id=None)] == ["TT-3", "TT-2"]


def test_frame_sees_what_the_block_has_set(repository: Repository) -> None:
    repository.get(Segment, "SG-1").state = "agreed"
    repository.record(entry())
    assert repository.frame(Segment)["state"].tolist() == ["agreed"]


def test_frame_of_a_table_without_geometry(repository: Repository) -> None:
    frame = repository.frame(Detection)
    assert not isinstance(frame, gpd.GeoDataFrame)
    assert frame["sources"].tolist() == [[1]]
    assert frame["at"].tolist() == [NOON]


def test_empty_frame_keeps_columns_and_crs(store: Store) -> None:
    with Repository(store) as repository:
        frame = repository.frame(Finding)
    assert len(frame) == 0
    assert frame.crs == UTM
    assert {"id", "class", "area_m2", "geometry"} <= set(frame.columns)
    assert frame["area_m2"].dtype == np.float64


def test_missing_numbers_are_null_and_come_back_as_nan(repository: Repository) -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["a", "b"], "mean_width_m": [1.5, np.nan], "villages": [("A", "B"), ("A",)]},
        geometry=[shapely.box(0, 0, 1, 1)] * 2,
        crs=UTM,
    )
    same = {"case_id": "K", "kind": "gap", "class": "claim", "sources": ["BIG"], "current": True}
    repository.add_frame(Finding, frame, area_m2=1.0, detection_id=1, **same)
    repository.record(entry())
    found = repository.frame(Finding, case_id="K")
    assert found["mean_width_m"].tolist()[0] == 1.5
    assert np.isnan(found["mean_width_m"].tolist()[1])
    assert found["villages"].tolist() == [["A", "B"], ["A"]]
    assert [row.mean_width_m for row in repository.find(Finding, case_id="K")] == [1.5, None]
    assert [row.version for row in repository.find(Finding, case_id="K")] == [1, 1]


def test_bulk_rows_can_be_changed_like_others(filled: Store) -> None:
    with Repository(filled) as repository:
        frame = villages().head(2).assign(id=["x", "y"])[["id", "geometry"]]
        same = {"case_id": "K", "kind": "gap", "class": "claim", "sources": [], "villages": []}
        repository.add_frame(Finding, frame, area_m2=1.0, detection_id=1, current=True, **same)
        repository.record(entry())
    with Repository(filled) as repository:
        repository.get(Finding, "y").current = False
        repository.record(entry())
    with Repository(filled) as repository:
        assert [(row.id, row.version) for row in repository.find(Finding, case_id="K")] == [
            ("x", 1),
            ("y", 2),
        ]


def test_empty_frame_writes_nothing(repository: Repository) -> None:
    repository.add_frame(Village, villages().head(0), source_id=1)
    assert len(repository.frame(Village)) == 3


def test_frame_that_does_not_fit(repository: Repository) -> None:
    with pytest.raises(ValueError, match=r"village has no column \['colour'\]"):
        repository.add_frame(Village, villages().assign(colour="red"), source_id=1)
    with pytest.raises(ValueError, match="the workspace is not"):
        repository.add_frame(Village, villages().to_crs(CRS.from_epsg(4326)), source_id=1)


def test_remove_tells_how_many(repository: Repository) -> None:
    assert repository.remove(Finding, id=["TT-1", "TT-9"]) == 1
    assert repository.remove(Candidate) == 0
    repository.record(entry())


def test_settings_are_replaced(filled: Store) -> None:
    for name in ("Batu Bara", {"id": "Asahan", "words": ["tapal"]}):
        with Repository(filled) as repository:
            repository.set_setting("name", name)
            repository.set_setting("new", 1)
            repository.record(entry())
    with Repository(filled) as repository:
        assert repository.setting("name") == {"id": "Asahan", "words": ["tapal"]}
        assert repository.setting("never") is None
        assert [row.version for row in repository.find(Setting, key="name")] == [3]


def test_current_sources(repository: Repository) -> None:
    repository.get(Source, 1).current = False
    repository.add(a_source(number=2), a_source(role="survey", name="BPS"))
    repository.record(entry())
    assert [source.number for source in repository.current_sources("big")] == [2]
    assert [source.name for source in repository.current_sources()] == ["BIG", "BPS"]


def test_values_are_called_as_the_columns(repository: Repository) -> None:
    found = values(repository.get(Finding, "TT-1"))
    assert found["class"] == "claim"
    assert found["version"] == 1
    assert "fid" not in found
