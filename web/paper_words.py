"""What papers are called in lists, so that two files of one name can be told apart."""

from __future__ import annotations

from boundaries.domain.case import Case
from boundaries.domain.roles import ACTION_NAMES
from boundaries.messages import translator
from boundaries.store.models import Document
from boundaries.workflows.evidence import KIND_NAMES
from web import language
from web.problems import told


def paper_title(paper: Document, case: Case) -> str:
    """What a paper of a segment is, and the steps that it was given for."""
    words = translator(language.language())
    steps = [
        ACTION_NAMES[one.action].render(words)
        for one in case.papers
        if str(paper.id) in one.documents
    ]
    kind = told(KIND_NAMES[paper.kind])
    return f"{kind}: {', '.join(dict.fromkeys(steps))}" if steps else kind
