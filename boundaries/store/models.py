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
from boundaries.store.models_drafts import Draft, SentForm, Visit
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
from boundaries.store.models_layers import AgreedVillage, CartometricPoint
from boundaries.store.models_people import AccessToken, Account, TeamMember
from boundaries.store.models_talk import (
    Comment,
    Mail,
    NoticeChoice,
    NoticeMark,
    NoticeState,
    SegmentVisit,
)

__all__ = [
    "AccessToken",
    "Account",
    "AgreedVillage",
    "Base",
    "Candidate",
    "CartometricPoint",
    "Comment",
    "Decision",
    "Detection",
    "Document",
    "Draft",
    "Event",
    "Finding",
    "GrantedException",
    "ImpactLayer",
    "ImpactObject",
    "Junction",
    "Lease",
    "Mail",
    "NoticeChoice",
    "NoticeMark",
    "NoticeState",
    "Proposal",
    "Segment",
    "SegmentVisit",
    "SentForm",
    "Setting",
    "Source",
    "Target",
    "TeamMember",
    "Transfer",
    "Village",
    "Visit",
]
