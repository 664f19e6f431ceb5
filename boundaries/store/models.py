"""The tables of a workspace, as classes."""

from __future__ import annotations

from boundaries.store.base import Base
from boundaries.store.models_acts import (
    Decision,
    Document,
    Event,
    GrantedException,
    Lease,
    Proposal,
    Target,
    Transfer,
)
from boundaries.store.models_land import (
    Candidate,
    Detection,
    Finding,
    ImpactLayer,
    ImpactObject,
    Junction,
    Segment,
    Setting,
    Source,
    Village,
)
from boundaries.store.models_people import Account, TeamMember

__all__ = [
    "Account",
    "Base",
    "Candidate",
    "Decision",
    "Detection",
    "Document",
    "Event",
    "Finding",
    "GrantedException",
    "ImpactLayer",
    "ImpactObject",
    "Junction",
    "Lease",
    "Proposal",
    "Segment",
    "Setting",
    "Source",
    "Target",
    "TeamMember",
    "Transfer",
    "Village",
]
