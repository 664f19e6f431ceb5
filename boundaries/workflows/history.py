"""The log of a workspace, and whether it proves itself."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from boundaries.errors import ParameterError
from boundaries.messages import message
from boundaries.store.audit import ChainFault, Head
from boundaries.store.database import Store
from boundaries.store.models import Document
from boundaries.store.repository import Repository
from boundaries.workflows.evidence import DocumentFault, check_documents

HEAD = re.compile(r"([0-9a-f]{64}):(\d+)")


@dataclass(frozen=True)
class Proof:
    """What the log and the evidence say about themselves; no faults is the proof.

    `head` is the end of the log, to be noted on a signed paper.
    """

    head: Head
    faults: tuple[ChainFault, ...]
    documents: int
    document_faults: tuple[DocumentFault, ...]

    @property
    def holds(self) -> bool:
        """Whether there is no fault at all."""
        return not self.faults and not self.document_faults


def prove(store: Store, *, known: Head | None = None) -> Proof:
    """Compute all hashes of the log and of the documents anew.

    `known` is the end of the log as a paper or a copy has it.
    """
    with Repository(store) as repository:
        head = repository.head() or Head()
        faults = repository.verify(known=known)
        documents = len(repository.find(Document))
    return Proof(head, tuple(faults), documents, tuple(check_documents(store)))


def head_text(head: Head) -> str:
    """The end of a log as it is noted on paper: "HASH:SEQ"."""
    return f"{head.hash}:{head.seq}"


def head_from(text: str) -> Head:
    """The end of a log from its text; raises `ParameterError` for another text."""
    found = HEAD.fullmatch(text.strip())
    if found is None:
        raise ParameterError(
            "head",
            message("{text!r} is no end of a log", text=text),
            message("copy HASH:NUMBER as tapal log --verify shows it"),
        )
    return Head(int(found[2]), found[1])


def since_from(day: datetime.date | None, zone: datetime.tzinfo) -> datetime.datetime | None:
    """The moment at which a day begins in a zone; None for None."""
    return None if day is None else datetime.datetime.combine(day, datetime.time(), tzinfo=zone)
