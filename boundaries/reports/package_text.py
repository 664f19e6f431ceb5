"""What a package says of itself to people, and what was found when it was verified."""

from __future__ import annotations

from boundaries.domain.submission import Submission
from boundaries.messages import Gettext, Message, message
from boundaries.reports.labels import clean


def statement(submitted: Submission, name: str, as_of: str, gettext: Gettext) -> str:
    """The text that lies in a package: what it holds, what is missing, how it was measured."""
    villages = submitted.villages
    unfinished = villages[~villages["finished"].to_numpy(dtype=bool)]
    told = [
        message("Village boundaries of {name}, as they stood on {day}", name=name, day=as_of[:10]),
        message("{count} villages, {segments} segments, {points} cartometric points",
                count=len(villages), segments=len(submitted.segments),
                points=len(submitted.points)),
        message("This package is partial.") if submitted.partial
        else message("This package is complete."),
    ]  # fmt: skip
    for text, rows in (
        (message("Not finished, their land is indicative where segments are open:"), unfinished),
        (message("Left out, as they are not finished:"), submitted.left_out),
    ):
        if len(rows):
            told.append(text)
            told += [
                Message("- {key} {name}", {"key": row.key, "name": row.name})
                for row in rows.itertuples()
            ]
    told += [
        message("Nothing here is official before the regulation of the bupati."),
        message("Areas and lengths are those on the ellipsoid."),
        message("Prove it with: tapal verify PACKAGE"),
    ]
    return "".join(clean(text.render(gettext)) + "\n" for text in told)
