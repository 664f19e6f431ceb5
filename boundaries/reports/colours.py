"""Colours shared by maps, charts and QGIS styles; told apart by colour-blind readers too.

After M. Okabe and K. Ito (2008), Color Universal Design. Colour never stands alone: each kind has
its own fill pattern, each class its own line width.
"""

from __future__ import annotations

KIND_COLOURS = {
    "overlap": "#D55E00",
    "gap": "#56B4E9",
    "mismatch": "#E69F00",
    "inlet": "#4477AA",
    "hole": "#B8A800",
    "enclave": "#777777",
    "excluded": "#8FA38A",
    "unmatched": "#882255",
}
CLASS_LINE_WIDTHS = {
    "claim": 1.6, "doubt": 1.2, "enclave": 1.2, "sliver": 0.8, "noise": 0.5, "excluded": 0.8,
}  # fmt: skip
REFERENCE_COLOUR = "#555555"
LOCAL_COLOURS = ("#0072B2", "#CC79A7", "#117A5B", "#8A6D00")
FILL_SHARE = 0.2
