"""What entries of the log and faults of a workspace are about, in words."""

from __future__ import annotations

from boundaries.messages import Message, message

SUBJECT_NAMES: dict[str, Message] = {
    "workspace": message("workspace"),
    "source": message("source"),
    "detection": message("detection"),
    "segment": message("segment"),
    "finding": message("finding"),
    "village": message("village"),
    "account": message("account"),
    "document": message("document"),
    "kecamatan": message("kecamatan"),
    "impact-layer": message("impact layer"),
    "package": message("package"),
    "team-member": message("member of the team"),
    "comment": message("comment"),
    "token": message("token"),
    "proposal": message("proposal"),
    "mail": message("mail"),
}
LISTED_BY = {
    "segment": message("tapal status WORKSPACE --segments lists what there is"),
    "finding": message("tapal status WORKSPACE --findings lists what there is"),
    "village": message("tapal status WORKSPACE --villages lists what there is"),
    "kecamatan": message("tapal status WORKSPACE --villages lists what there is"),
    "team-member": message("tapal team list WORKSPACE lists what there is"),
    "account": message("tapal user list WORKSPACE lists what there is"),
    "document": message("tapal document list WORKSPACE lists what there is"),
}
"""Where the ids of each kind are listed."""


def subject_name(kind: str) -> Message | str:
    """The word for a kind of subject; the code word itself where there is none."""
    return SUBJECT_NAMES.get(kind.replace("_", "-"), kind)


def listed_by(kind: str) -> Message:
    """Where people find what there is of a kind."""
    return LISTED_BY.get(kind.replace("_", "-"), message("check the id"))
