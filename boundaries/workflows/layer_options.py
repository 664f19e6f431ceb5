"""How to read a layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from boundaries.domain.code_history import CodeHistory
from boundaries.domain.code_table import CodeTable
from boundaries.domain.mapping import LayerMapping
from boundaries.io.names import title


@dataclass(frozen=True)
class LayerOptions:
    """How to read a layer: its name, the fields of code and name, and its CRS.

    None leaves each to be found out. `swap_axes` exchanges x and y; `dms` takes 2.5830 for 2
    degrees 58 minutes 30 seconds. Several files are read in `jobs` threads; the result is the same.

    `mapping` says the same, and the columns of other meanings (`fields`), by the names of files;
    the options given here count before it. `code_table` and `code_history` are what codes are
    compared with. `decisions` (see `boundaries.domain.match_table`) say which villages of a
    reference records are.
    """

    layer: str | None = None
    code: str | None = None
    name: str | None = None
    crs: str | None = None
    swap_axes: bool = False
    dms: bool = False
    jobs: int = 1
    mapping: LayerMapping = field(default_factory=LayerMapping)
    fields: Mapping[str, str] = field(default_factory=dict)
    code_table: CodeTable | None = None
    code_history: CodeHistory | None = None
    decisions: pd.DataFrame | None = None

    def of(self, path: Path) -> LayerOptions:
        """The options for one file, with what the mapping says of it."""
        entry = self.mapping.of(title(path))
        return replace(
            self,
            layer=self.layer or entry.layer,
            crs=self.crs or entry.crs,
            fields={**entry.fields, **self.fields},
        )
