"""The download of a kabupaten from BIG's service: planned, in pages, resumable, complete.

A download is complete when every object id that the service listed beforehand is present once and
the service still counts as many. Pages are cut from the sorted list of ids, by offset where the
service can, else by ranges of ids; a page that is not what was asked for is asked for by range.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from boundaries.errors import InputError
from boundaries.io.arcgis import HEAVY, Say, Service
from boundaries.io.arcgis_faults import without_credentials
from boundaries.io.arcgis_features import Page, object_ids, records_of
from boundaries.io.big import EDITION, Layer, query
from boundaries.io.part_folder import PartFolder
from boundaries.messages import Message, message

MOST_VILLAGES = 5000
"""Several times as many as the largest kabupaten has."""
SMALLEST_PAGE = 25
ATTEMPTS_AT_ONCE = 3
"""How often a page is asked for before a smaller one is."""


@dataclass(frozen=True)
class Plan:
    """What is to be downloaded: the features of `where` by their sorted object ids.

    `edition` is the METADATA of the first one, "" where the layer has none.
    """

    layer: Layer
    where: str
    ids: tuple[int, ...]
    edition: str

    def document(self) -> dict[str, object]:
        """All that makes kept pages fit this plan and no other."""
        listed = hashlib.sha256(",".join(map(str, self.ids)).encode()).hexdigest()
        url = without_credentials(self.layer.url)
        layer = {**asdict(self.layer), "url": url, "page_size": 0, "paging": False}
        return {"layer": layer, "where": self.where, "edition": self.edition, "ids": listed}


def make_plan(service: Service, layer: Layer, where: str) -> Plan:
    """List the features of `where`.

    Raises `InputError` when there is none, and when there are more than a kabupaten can have.
    """
    count = _count(service, layer, where)
    if count == 0:
        raise InputError(
            "big-none",
            message("{layer} has no village where {where}", layer=layer.name, where=where),
            message("check the code of the kabupaten, and --url"),
        )
    if count > MOST_VILLAGES:
        raise InputError(
            "big-too-many",
            message("the service gives {count} villages for one kabupaten", count=count),
            message("it does not heed the question; check --url"),
        )
    ids = _ids(service, layer, where, count)
    if len(ids) != count:
        raise _changed(message("it counts {count}, but lists {ids}", count=count, ids=len(ids)))
    first = query(
        service,
        layer,
        where=f"{layer.object_id} = {ids[0]}",
        outFields="*",
        returnGeometry="false",
    )
    editions = [str(record.get(EDITION) or "") for record in records_of(first)]
    return Plan(layer, where, tuple(ids), next(iter(editions), ""))


def download(
    service: Service, plan: Plan, parts: PartFolder, *, page_size: int, say: Say
) -> tuple[list[Page], int]:
    """All pages of a plan, those kept in `parts` first; and how many features were kept there.

    `say` is told how far it is. Raises `InputError` when the service gives other features than it
    listed, or changed meanwhile; the pages are then thrown away.
    """
    if parts.open(plan.document()):
        say(message("the service or the question changed since: it starts anew"))
    asked = _Pages(service, plan, min(page_size, plan.layer.page_size), say)
    pages: list[Page] = []
    start = resumed = 0
    while start < len(plan.ids):
        page, size = _kept(parts, plan, start)
        resumed += size
        if not size:
            page, size = asked.page(start)
            parts.keep(start, page)
        pages.append(page)
        start += size
        say(message("{done} of {total} villages", done=start, total=len(plan.ids)))
    after = _count(service, plan.layer, plan.where)
    if after != len(plan.ids):
        parts.remove()
        raise _changed(
            message("it counted {before}, and now {after}", before=len(plan.ids), after=after)
        )
    return pages, resumed


class _Pages:
    """Pages as the service gives them, smaller and by range where it fails otherwise."""

    def __init__(self, service: Service, plan: Plan, size: int, say: Say) -> None:
        self.service = service
        self.plan = plan
        self.size = size
        self.say = say
        self.by_offset = plan.layer.paging

    def page(self, start: int) -> tuple[Page, int]:
        """The page that begins with the id at `start`, and how many features it has."""
        while True:
            try:
                page = self._asked(start)
            except InputError as fault:
                if fault.code not in HEAVY or self.size <= SMALLEST_PAGE:
                    raise
                self._smaller(max(SMALLEST_PAGE, self.size // 4))
                continue
            size = _fitting(page, self.plan, start)
            if size:
                return page, size
            if self.by_offset:
                self.by_offset = False
                self.say(message("the service does not page as it should: asking by object ids"))
            elif self.size > 1:
                self._smaller(self.size // 2)
            else:
                text = message(
                    "object {number} is listed, but not given", number=self.plan.ids[start]
                )
                raise _changed(text)

    def _smaller(self, size: int) -> None:
        self.size = size
        self.say(message("asking for {size} villages at a time", size=size))

    def _asked(self, start: int) -> Page:
        layer, ids = self.plan.layer, self.plan.ids[start : start + self.size]
        key = layer.object_id
        where = self.plan.where
        offset = {"resultOffset": str(start), "resultRecordCount": str(self.size)}
        if not self.by_offset:
            where = f"({where}) AND {key} >= {ids[0]} AND {key} <= {ids[-1]}"
            offset = {}
        return query(
            self.service,
            layer,
            where=where,
            outFields="*",
            returnGeometry="true",
            outSR="4326",
            orderByFields=key,
            f=layer.format,
            attempts=ATTEMPTS_AT_ONCE if self.size > SMALLEST_PAGE else None,
            **offset,
        )


def _kept(parts: PartFolder, plan: Plan, start: int) -> tuple[Page, int]:
    """The kept page that begins with the id at `start`, and its size; 0 when there is none."""
    page = parts.page(start)
    try:
        return page or {}, _fitting(page, plan, start) if page else 0
    except InputError:
        return {}, 0


def _fitting(page: Page, plan: Plan, start: int) -> int:
    """How many features a page has, when they are the next ones of the plan; else 0."""
    found = sorted(object_ids(page, plan.layer.object_id))
    expected = plan.ids[start : start + len(found)]
    return len(found) if tuple(found) == expected else 0


def _count(service: Service, layer: Layer, where: str) -> int:
    answer = query(service, layer, where=where, returnCountOnly="true")
    count = answer.get("count")
    if not isinstance(count, int):
        raise _changed(message("it does not count"))
    return count


def _ids(service: Service, layer: Layer, where: str, count: int) -> list[int]:
    """The sorted object ids, asked for until there are `count` or no more come."""
    ids: set[int] = set()
    condition = where
    while True:
        answer = query(service, layer, where=condition, returnIdsOnly="true")
        listed = answer.get("objectIds") or ()
        more = {number for number in listed if isinstance(number, int)} - ids
        ids |= more
        if not more or len(ids) >= count:
            return sorted(ids)
        condition = f"({where}) AND {layer.object_id} > {max(ids)}"


def _changed(seen: Message) -> InputError:
    return InputError(
        "big-changed",
        message("the service contradicts itself or was changed meanwhile: {seen}", seen=seen),
        message("run the same command again"),
    )
