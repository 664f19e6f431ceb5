"""Words for the codes and columns of segments, in the reader's language."""

from __future__ import annotations

from boundaries.messages import message
from boundaries.reports.labels import HEADINGS as GENERAL

VERDICT_LABELS = {
    "contested": message("Contested"),
    "shifted": message("Shifted"),
    "reference-only": message("Only in the reference"),
    "local-only": message("Only in local sources"),
    "one-source": message("One source only"),
    "same": message("Same within accuracy"),
}
DRAWN_BY_LABELS = {
    "reference": message("reference"),
    "a": message("survey of A"),
    "b": message("survey of B"),
}
PAIR_TYPE_LABELS = {
    1: message("Province / province"),
    2: message("Kabupaten / kabupaten"),
    3: message("Kota / kota"),
    4: message("Kabupaten / kota"),
    5: message("Kota / kabupaten"),
    6: message("Kecamatan / kecamatan"),
    7: message("Desa / desa"),
    8: message("Kelurahan / kelurahan"),
    9: message("Desa / kelurahan"),
    10: message("Kelurahan / desa"),
    0: message("Type not known"),
}
BORDER_LABELS = {
    7: message("Border of a province"),
    8: message("Border of a kabupaten or kota"),
    9: message("Border of a kecamatan"),
    10: message("Border of a village only"),
}
BEYOND_LABELS = {
    "outside": message("Edge of the layer"),
    "enclave": message("Edge of an enclave, to confirm"),
    "gap": message("Edge of a wide gap"),
    "overlap": message("Edge of a wide overlap"),
}
MEETING_LABELS = {
    "apart": message("Do not meet"),
    "incomplete": message("Not drawn by all three"),
    "meet": message("Meet within accuracy"),
}
HEADINGS = GENERAL | {
    "id": message("Id"),
    "name_a": message("Name of A"),
    "name_b": message("Name of B"),
    "kecamatan_a": message("Kecamatan of A"),
    "kecamatan_b": message("Kecamatan of B"),
    "start": message("First simpul"),
    "end": message("Last simpul"),
    "length_m": message("Length (m)"),
    "outer": message("Without a second village"),
    "beyond": message("Beyond"),
    "pair_type": message("Pair type (TIPTBT)"),
    "border_class": message("Highest border (KLBADM)"),
    "degree": message("Segment ends"),
    "point_contact": message("Villages touch in the point only"),
    "simpul": message("Simpul"),
    "verdict": message("Verdict"),
    "meeting": message("Lines of the three villages"),
    "spread_m": message("Corners apart (m)"),
    "offset_m": message("From the reference (m)"),
    "drawn_by": message("Drawn by"),
    "segments": message("Segments"),
    "length_reference_m": message("Length in the reference (m)"),
    "length_a_m": message("Length in the survey of A (m)"),
    "length_b_m": message("Length in the survey of B (m)"),
    "to_a_ha": message("Towards A (ha)"),
    "to_b_ha": message("Towards B (ha)"),
    "both_ha": message("Claimed by both (ha)"),
    "unclaimed_ha": message("Left by both (ha)"),
    "disputed_ha": message("In dispute (ha)"),
    "compared": message("Figures of"),
    "first": message("First line"),
    "second": message("Second line"),
    "tolerance_m": message("Tolerance (m)"),
    "agrees": message("Within accuracy"),
    "matched": message("Matched"),
    "matched_first": message("First line matched"),
    "matched_second": message("Second line matched"),
    "mean_m": message("Mean offset (m)"),
    "p90_m": message("90th percentile (m)"),
    "greatest_m": message("Greatest offset (m)"),
    "within": message("Share within tolerance"),
    "side_m": message("Mean offset to the left (m)"),
    "hausdorff_m": message("Hausdorff distance (m)"),
    "frechet_m": message("Fréchet distance (m)"),
}
