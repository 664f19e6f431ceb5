"""Words for codes, in the reader's language, and text made safe to show."""

from __future__ import annotations

from collections.abc import Iterable

from boundaries.messages import Gettext, Message, message

KIND_LABELS = {
    "overlap": message("Overlap"),
    "gap": message("Gap"),
    "mismatch": message("Mismatch"),
    "inlet": message("Inlet"),
    "hole": message("Hole"),
    "enclave": message("Enclave"),
    "excluded": message("Excluded area"),
    "unmatched": message("Unmatched vertex"),
}
CLASS_LABELS = {
    "claim": message("Claim"),
    "doubt": message("Doubt"),
    "enclave": message("Enclave to confirm"),
    "sliver": message("Sliver"),
    "noise": message("Noise"),
    "excluded": message("Excluded"),
}
ROLE_LABELS = {
    "reference": message("Reference"),
    "local": message("Local"),
    "layer": message("Layer"),
    "excluded": message("Excluded areas"),
}
WHERE_LABELS = {
    "reference": message("in the reference"),
    "local": message("between local sources"),
    "between": message("reference ↔ local"),
    "layer": message("in the layer"),
}
STATE_LABELS = {
    "allowed": message("allowed"),
    "grown": message("grown, counts again"),
    "expired": message("expired, counts again"),
    "unused": message("no such finding"),
}
METHOD_LABELS = {
    "decision": message("decision"),
    "code": message("code"),
    "history": message("history of codes"),
    "name": message("name"),
    "kecamatan": message("kecamatan"),
    "overlap": message("shared land"),
    "nearness": message("nearness"),
}
HEADINGS = {
    "ambiguous": message("Ambiguous"),
    "area_m2": message("Area (m²)"),
    "area_after_m2": message("Area after (m²)"),
    "area_before_m2": message("Area before (m²)"),
    "area_reference_m2": message("Area in the reference (m²)"),
    "area_local_m2": message("Area in the local sources (m²)"),
    "gained_m2": message("More land locally (m²)"),
    "lost_m2": message("Less land locally (m²)"),
    "key": message("Village code or name"),
    "a": message("Village A"),
    "b": message("Village B"),
    "because": message("Allowed because"),
    "by": message("Allowed by"),
    "case": message("Case"),
    "cases": message("Cases"),
    "claims": message("According to the sources"),
    "class": message("Class"),
    "code": message("Code"),
    "crs": message("CRS"),
    "date": message("Allowed on"),
    "edition": message("Edition"),
    "enclave_m2": message("Enclave (m²)"),
    "evidence": message("Evidence"),
    "excluded_by": message("Explained by"),
    "excluded_m2": message("Excluded (m²)"),
    "feature": message("Place"),
    "features": message("Features"),
    "finding": message("Largest finding"),
    "findings": message("Findings"),
    "gap_m2": message("Gap (m²)"),
    "greatest_area_m2": message("Allowed up to (m²)"),
    "hint": message("Remedy"),
    "hole_m2": message("Hole (m²)"),
    "id": message("Finding"),
    "inlet_m2": message("Inlet (m²)"),
    "kabupaten": message("Kabupaten"),
    "kecamatan": message("Kecamatan"),
    "kecamatan_code": message("Code of the kecamatan"),
    "kind": message("Kind"),
    "lat": message("Latitude (°)"),
    "limit_m": message("Limit of the class (m)"),
    "layer": message("Layer"),
    "lon": message("Longitude (°)"),
    "max_width_m": message("Greatest width (m)"),
    "mean_width_m": message("Mean width (m)"),
    "message": message("Message"),
    "method": message("Matched by"),
    "mismatch_m2": message("Mismatch (m²)"),
    "name": message("Name"),
    "names": message("Villages"),
    "overlap_m2": message("Overlap (m²)"),
    "outside": message("Outside the reference"),
    "path": message("File"),
    "reason": message("Reason"),
    "repaired": message("Repaired"),
    "role": message("Role"),
    "row": message("Row"),
    "score": message("Score"),
    "sha256": message("SHA-256"),
    "shared": message("Of which shared"),
    "skipped": message("Skipped"),
    "source": message("Source"),
    "sources": message("Sources"),
    "state": message("State"),
    "type": message("Desa or kelurahan"),
    "until": message("Allowed until"),
    "villages": message("Village codes"),
    "where": message("Where"),
    "working_crs": message("Working CRS"),
}


def label(labels: dict[str, Message], code: str, gettext: Gettext) -> str:
    """The word for `code`; a code without a word stands for itself."""
    return labels[code].render(gettext) if code in labels else clean(code)


def method_label(method: str, gettext: Gettext) -> str:
    """The words for a matching method, e.g. "name, shared land"; "" where nothing matched."""
    return ", ".join(label(METHOD_LABELS, part, gettext) for part in method.split("+") if part)


def clean(text: str) -> str:
    """`text` with control and other unprintable characters replaced by U+FFFD.

    Terminals and spreadsheet files cannot carry them.
    """
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def text_of(value: object, gettext: Gettext) -> str:
    """A cell's text: messages are rendered in the reader's language."""
    return clean(value.render(gettext) if isinstance(value, Message) else str(value))


def joined(values: Iterable[str], separator: str = "; ") -> str:
    """The values that are known, in one text."""
    return separator.join(clean(value) for value in values if value)


def parties(names: Iterable[str]) -> str:
    """Names of the parties as people write a pair: "Sidomulyo – Tinggi Raja"."""
    return joined(names, " – ")


def claims_text(claims: dict[str, tuple[str, ...]], names: dict[str, str], gettext: Gettext) -> str:
    """What each source says about the land: "BIG: Sidomulyo; survey: (nobody)".

    `names` gives the name of each village key.
    """
    nobody = gettext("(nobody)")
    return "; ".join(
        f"{clean(source)}: {joined((names.get(key, key) for key in keys), ', ') or nobody}"
        for source, keys in claims.items()
    )
