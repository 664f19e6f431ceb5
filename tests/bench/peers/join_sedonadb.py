"""Overlaps alone, by a spatial self-join in SedonaDB.

    python join_sedonadb.py IN.parquet OUT.parquet

The result is written as it comes, lines and points where neighbours only touch included: a filter
on its area makes SedonaDB compute every intersection twice or more.
"""

from __future__ import annotations

import sys

import sedonadb

OVERLAPS = """
    SELECT a.row AS row_1, b.row AS row_2, ST_Intersection(a.geometry, b.geometry) AS geometry
    FROM village AS a JOIN village AS b ON ST_Intersects(a.geometry, b.geometry)
    WHERE a.row < b.row
"""


def main() -> None:
    """Read, join and write."""
    source, target = sys.argv[1:3]
    database = sedonadb.connect()
    database.read_parquet(source).to_view("village")
    database.sql(OVERLAPS).to_parquet(target)


if __name__ == "__main__":
    main()
