"""Villages of two kecamatan in two layers, for tests of matching."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

UTM = "EPSG:32647"


def layer(source: str, *villages: tuple[str, str, str, tuple[float, float]]) -> gpd.GeoDataFrame:
    """Squares of 1000 m: (code, name, kecamatan, lower left corner in km)."""
    codes, names, kecamatan, corners = zip(*villages, strict=True) if villages else [()] * 4
    x, y = np.array(corners, dtype=float).reshape(-1, 2).T * 1000
    return records(source, codes, names, kecamatan, shapely.box(x, y, x + 1000, y + 1000))


def records(source, codes, names, kecamatan, geometry, kabupaten=""):
    keys = [code or f"{source}-{row}" for row, code in enumerate(codes)]
    return gpd.GeoDataFrame(
        {
            "source": source,
            "role": "local",
            "row": np.arange(len(keys)),
            "key": pd.Series(keys, dtype=object),
            "code": pd.Series(codes, dtype=object),
            "name": pd.Series(names, dtype=object),
            "kecamatan": pd.Series(kecamatan, dtype=object),
            "kecamatan_code": pd.Series([code[:8] for code in codes], dtype=object),
            "kabupaten": pd.Series(np.broadcast_to(kabupaten, len(keys)), dtype=object),
            "type": "",
        },
        geometry=geometry,
        crs=UTM,
    )


def reference() -> gpd.GeoDataFrame:
    """Two kecamatan of three villages, unnamed as in a layer that has only codes.

    +-----------+------------+---------------+
    | Sei Balai | Gajah      | Meranti       |  12.09.02
    +-----------+------------+---------------+
    | Bunut     | Sidomulyo  | Rawang Pasar V|  12.09.01
    +-----------+------------+---------------+
    """
    return layer(
        "big",
        ("12.09.01.2001", "Bunut", "", (0, 0)),
        ("12.09.01.2002", "Sidomulyo", "", (1, 0)),
        ("12.09.01.2003", "Rawang Pasar V", "", (2, 0)),
        ("12.09.02.2001", "Sei Balai", "", (0, 1)),
        ("12.09.02.2002", "Gajah", "", (1, 1)),
        ("12.09.02.2003", "Meranti", "", (2, 1)),
    )


def survey(*, sidomulyo: str = "Sidomulyo", gajah: str = "Gajah") -> gpd.GeoDataFrame:
    """The reference 100 m further east, by other spellings, with kecamatan and without codes."""
    return layer(
        "bps",
        ("", "Desa Bunut", "Kisaran", (0.1, 0)),
        ("", sidomulyo, "Kisaran", (1.1, 0)),
        ("", "Rawang Pasar 5", "Kisaran", (2.1, 0)),
        ("", "Perkebunan Sungai Balai", "Meranti", (0.1, 1)),
        ("", gajah, "Meranti", (1.1, 1)),
        ("", "Meranti", "Meranti", (2.1, 1)),
    )


CODES = list(reference()["code"])
