"""Who disagrees with whom, in a plain sentence and in a few words for a row of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from flask_babel import gettext

from boundaries.domain.claims import OF_BOTH
from web.names import Names, listing

OWN_SENTENCES: dict[str, Callable[[str], str]] = {
    "enclave": lambda _: gettext("No source gives this enclosed land to a village."),
    "hole": lambda villages: gettext(
        "A hole in %(village)s: this land is given to no village.", village=villages
    ),
    "excluded": lambda _: gettext(
        "Land of no village that an excluded area explains, such as a lake, forest or river."
    ),
    "inlet": lambda villages: gettext(
        "Land of no village between %(villages)s that opens to the outside through a narrow mouth.",
        villages=villages,
    ),
    "unmatched": lambda villages: gettext(
        "Among %(villages)s a vertex lies on a neighbour's side, where the neighbour has none.",
        villages=villages,
    ),
}


def side(names: Names, kind: str, sources: Sequence[str]) -> str:
    """The sources that take part: "in BIG", "among local", "BIG ↔ local"."""
    reference = [source for source in sources if names.record(source).role == "reference"]
    others = [source for source in sources if source not in reference]
    if not others or (len(sources) == 1 and not reference):
        return str(gettext("in %(source)s", source=names.short(sources[0])))
    if not reference:
        return str(gettext("among local"))
    source = names.short(reference[0])
    if kind in OF_BOTH:
        return str(gettext("in %(source)s and local", source=source))
    return str(gettext("%(source)s ↔ local", source=source))


def disagreement(names: Names, finding: pd.Series) -> str:
    """One sentence on a finding: which source says what."""
    kind, claims = finding["kind"], finding["claims"]
    titles = names.villages(finding)
    if kind == "mismatch":
        return _mismatch(names, claims, titles)
    if kind in OWN_SENTENCES:
        return str(OWN_SENTENCES[kind](listing(titles.values())))
    sources = [source for source in claims if claims[source] or kind == "gap"]
    spoken = {"source": names.short(sources[0]), "villages": listing(titles.values())}
    if len(sources) == 1 and kind == "gap":
        text = gettext(
            "Gap inside the layer %(source)s: it gives this land to no village.", **spoken
        )
    elif len(sources) == 1:
        text = gettext(
            "Overlap inside the layer %(source)s: it gives this land to %(villages)s at once.",
            **spoken,
        )
    elif kind == "gap":
        text = gettext(
            "Gap between %(sources)s: none of them takes this land in.",
            sources=_spoken(names, sources),
        )
    else:
        text = gettext("%(sources)s overlap each other.", sources=_spoken(names, sources))
    return _sentence(text)


def _mismatch(names: Names, claims: dict[str, tuple[str, ...]], titles: dict[str, str]) -> str:
    reference = next(source for source in claims if names.record(source).role == "reference")
    others = [source for source in claims if source != reference]
    giving = [source for source in others if claims[source]]
    given = dict.fromkeys(key for source in giving for key in claims[source])
    values = {
        "reference": names.short(reference),
        "local": _spoken(names, giving or others),
        "theirs": _land(titles, claims[reference]),
        "ours": _land(titles, given),
    }
    covered = {names.owner(source) for source in others} == set(titles)
    if len(titles) == 2 and len(given) == 1 and covered:
        text = gettext(
            "Both villages agree that this land is in %(ours)s; the line of %(reference)s differs.",
            **values,
        )
    elif not given:
        text = gettext(
            "According to %(reference)s this land is in %(theirs)s; left out by %(local)s.",
            **values,
        )
    else:
        several = len(giving) > 1 and len(given) > 1
        ours = (
            gettext("%(local)s each take this land in", **values)
            if several
            else gettext("according to %(local)s this land is in %(ours)s", **values)
        )
        theirs = (
            gettext("according to %(reference)s it is in %(theirs)s", **values)
            if claims[reference]
            else gettext("%(reference)s gives it to no village", **values)
        )
        text = f"{ours}; {theirs}."
    return _sentence(text)


def _spoken(names: Names, sources: Sequence[str]) -> str:
    return listing(dict.fromkeys(names.short(source) for source in sources))


def _land(titles: dict[str, str], keys: Sequence[str] | dict[str, None]) -> str:
    return listing(titles.get(key, key) for key in keys) if keys else str(gettext("no village"))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
