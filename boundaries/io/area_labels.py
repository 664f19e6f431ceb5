"""Names and other attributes that labels give to the areas around them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from boundaries.domain.codes import clean_text
from boundaries.domain.fields import recognise_fields
from boundaries.errors import Notice, place
from boundaries.io.dxf import CAD_LAYER
from boundaries.io.table import MOST_NOTICES, Table
from boundaries.messages import message


def named_by_labels(
    attributes: pd.DataFrame, areas: NDArray[np.object_], labels: Table, source: str
) -> tuple[pd.DataFrame, tuple[Notice, ...]]:
    """The attributes of areas with those of the label inside each filled in where they are empty.

    A label within several areas names the smallest. Of several labels in one area the one counts
    whose layer of the drawing names most areas, then the first; a notice tells the others. Labels
    outside all areas and areas without a label are notices too, when any label was found.
    """
    texts = _texts(labels.attributes)
    usable = texts.str.contains("[a-zA-Z]", regex=True).to_numpy()
    if not usable.any():
        return attributes, ()
    rows = np.flatnonzero(usable)
    points = shapely.centroid(labels.outlines[rows])
    pairs = pd.DataFrame(
        shapely.STRtree(areas).query(points, predicate="intersects").T, columns=["label", "area"]
    )
    pairs["size"] = shapely.area(areas[pairs["area"]])
    pairs = pairs.sort_values(["label", "size", "area"]).drop_duplicates("label")
    pairs["label"] = rows[pairs["label"]]
    pairs["rank"] = -_coverage(pairs, labels.attributes)
    pairs = pairs.sort_values(["area", "rank", "label"])
    first = pairs.drop_duplicates("area")
    result = _filled(attributes, labels.attributes.iloc[first["label"]], first["area"].to_numpy())
    nameless = np.flatnonzero(_texts(result) == "")
    return (
        result,
        (
            *_several(pairs, texts, source),
            *_unnamed(nameless, source),
            *_outside(texts.iloc[np.setdiff1d(rows, pairs["label"])], source),
        ),
    )


def _texts(attributes: pd.DataFrame) -> pd.Series:
    """The words by which labels name areas."""
    fields = recognise_fields(attributes)
    column = fields.name or fields.code
    if not column:
        return pd.Series("", index=attributes.index, dtype=object)
    return clean_text(attributes[column])


def _coverage(pairs: pd.DataFrame, attributes: pd.DataFrame) -> NDArray[np.int64]:
    """How many areas the drawing's layer of each label names."""
    if CAD_LAYER not in attributes.columns:
        return np.zeros(len(pairs), dtype=np.int64)
    layers = attributes[CAD_LAYER].astype(str).to_numpy()[pairs["label"]]
    areas = pairs["area"].groupby(layers).nunique()
    return np.asarray(areas.reindex(layers), dtype=np.int64)


def _filled(
    attributes: pd.DataFrame, given: pd.DataFrame, areas: NDArray[np.int64]
) -> pd.DataFrame:
    result = attributes.copy()
    known = {str(column).casefold(): column for column in attributes.columns}
    for column in given.columns:
        own = known.get(str(column).casefold(), column)
        values = result[own].astype(object) if own in result else pd.Series(
            np.nan, index=result.index, dtype=object
        )  # fmt: skip
        offered = pd.Series(given[column].to_numpy(dtype=object), index=areas)
        offered = offered.reindex(result.index)
        if offered.notna().any():
            result[own] = values.where(values.notna() & (values != ""), offered)
    return result


def _several(pairs: pd.DataFrame, texts: pd.Series, source: str) -> list[Notice]:
    doubled = pairs[pairs["area"].duplicated(keep=False)].assign(
        text=lambda table: texts.iloc[table["label"]].to_numpy()
    )
    hint = message("keep one label inside the area")
    return [
        Notice(
            "area-labels",
            message("several labels lie in the area: {names}; the first was taken",
                    names=", ".join(group["text"])),
            hint,
            place(source, area, group["text"].iloc[0]),
        )
        for area, group in list(doubled.groupby("area"))[:MOST_NOTICES]
    ]  # fmt: skip


def _unnamed(areas: NDArray[np.int64], source: str) -> list[Notice]:
    text = message("no label lies in the area")
    hint = message("put a label with the name of the village inside it")
    return [Notice("area-unnamed", text, hint, place(source, row)) for row in areas[:MOST_NOTICES]]


def _outside(texts: pd.Series, source: str) -> list[Notice]:
    if texts.empty:
        return []
    text = message(
        "{count} labels lie in no area: {names}",
        count=len(texts), names=", ".join(texts.head(10)) + (", ..." if len(texts) > 10 else ""),
    )  # fmt: skip
    hint = message("look whether the lines around them are closed")
    return [Notice("label-outside", text, hint, source)]
