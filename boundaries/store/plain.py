"""Values as JSON, always the same text for the same value."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import numpy as np


def to_json(value: object) -> str:
    """JSON with sorted keys and no spaces; NaN and infinity become null.

    Numbers and arrays of numpy, tuples and mappings are taken as what they mean. Raises `TypeError`
    for other objects.
    """
    plain = to_plain(value)
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def to_plain(value: object) -> object:
    """The value as JSON gives it back."""
    if isinstance(value, np.generic | np.ndarray):
        return to_plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    return value
