"""Build the sample: two kecamatan "Contoh" as BIG and the village surveys would draw them.

Usage: python data/make_sample.py [--out data/sample] [--seed 1]

What the files hold is told in data/README.md.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import fiona
import numpy as np
import pyproj
import shapely
from sample_truth import ellipsoidal_area, truth
from sample_villages import (
    CRS,
    KECAMATAN,
    SHARED_NAME,
    Sample,
    Village,
    degrees,
    draw_sample,
    outlines,
)

EDITION = "TASWIL1000020230928_DATA_BATAS_DESAKELURAHAN"
LAYER = "ADMINISTRASI_AR_DESAKEL"
LAST_CHANGE = "2023-09-28T00:00:00.000Z"
SURVEY_DAY = "2024-11-05"
METHODS = ("GNSS RTK", "GNSS statik singkat", "GNSS RTK NTRIP")
TO_METRES = pyproj.Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
KUGI = {
    "NAMOBJ": "str:250", "FCODE": "str:50", "REMARK": "str:250", "METADATA": "str:50",
    "SRS_ID": "str:50", "KDBBPS": "str:50", "KDCBPS": "str:50", "KDCPUM": "str:50",
    "KDEBPS": "str:50", "KDEPUM": "str:50", "KDPBPS": "str:50", "KDPKAB": "str:50",
    "KDPPUM": "str:50", "LUASWH": "float", "TIPADM": "int32", "WADMKC": "str:50",
    "WADMKD": "str:50", "WADMKK": "str:50", "WADMPR": "str:50", "WIADKC": "str:50",
    "WIADKK": "str:50", "WIADPR": "str:50", "WIADKD": "str:50", "UUPP": "str:150", "LUAS": "float",
}  # fmt: skip


def main() -> None:
    """Read the options, draw the sample and write its files."""
    parser = argparse.ArgumentParser(description="Build the sample kecamatan Contoh.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "sample")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_sample(draw_sample(options.seed), options.out)


def write_sample(sample: Sample, folder: Path) -> None:
    """Write all files of the sample into the folder; those of an earlier sample go."""
    surveys = folder / "survei"
    surveys.mkdir(parents=True, exist_ok=True)
    for old in [*surveys.glob("12.68.*"), *surveys.glob("tanpa-kode_*")]:
        old.unlink()
    reference, local = outlines(sample, "reference"), outlines(sample, "local")
    write_big(sample, reference, folder / "big.gpkg")
    files = write_surveys(sample, local, surveys)
    write_river(sample, folder / "sungai.geojson")
    write_json(truth(sample, reference, files), folder / "truth.json", indent=1)


def write_json(document: object, path: Path, *, indent: int | None = None) -> None:
    """Write the document with the same bytes on every system."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_big(sample: Sample, shapes: list[shapely.MultiPolygon], path: Path) -> None:
    """The layer as BIG delivers it, village by village in the order of their codes."""
    path.unlink(missing_ok=True)
    schema = {"geometry": "MultiPolygon", "properties": KUGI}
    records = [
        {"geometry": shapely.geometry.mapping(shape), "properties": big_fields(village, shape)}
        for village, shape in zip(sample.villages, shapes, strict=True)
    ]
    records.sort(key=lambda record: str(record["properties"]["KDEPUM"]))
    with (
        fiona.Env(OGR_CURRENT_DATE=LAST_CHANGE),
        fiona.open(path, "w", "GPKG", schema, crs="EPSG:4326", layer=LAYER) as layer,
    ):
        layer.writerecords(records)


def big_fields(village: Village, shape: shapely.MultiPolygon) -> dict[str, Any]:
    """The attributes of one village; BPS codes are empty, as in most of the real layer."""
    province, kabupaten, kecamatan, _ = village.code.split(".")
    return dict.fromkeys(KUGI) | {
        "NAMOBJ": village.name,
        "FCODE": "BA03070040",
        "REMARK": "Wilayah Administrasi Kelurahan/Desa",
        "METADATA": EDITION,
        "SRS_ID": "SRGI 2013",
        "KDPPUM": province,
        "KDPKAB": f"{province}.{kabupaten}",
        "KDCPUM": f"{province}.{kabupaten}.{kecamatan}",
        "KDEPUM": village.code,
        "WADMPR": "Sumatera Utara",
        "WADMKK": "Contoh",
        "WADMKC": KECAMATAN[village.kecamatan],
        "WADMKD": village.name,
        "TIPADM": 2 if village.is_kelurahan else 1,
        "LUASWH": 0.0,
        "UUPP": "Hasil Delineasi Batas Desa 2018",
        "LUAS": round(ellipsoidal_area(shape) / 1e6, 4),
    }


def write_surveys(
    sample: Sample, shapes: list[shapely.MultiPolygon], folder: Path
) -> list[dict[str, str]]:
    """One file per surveyed village; returns the file, code and fault of each.

    The survey of Mekar Sari in Contoh Hulu has no code; the second of all is a shapefile in UTM.
    """
    files = []
    for place, number in enumerate(sample.surveyed):
        village, shape = sample.villages[number], shapes[number]
        name = f"{village.code}_{re.sub('[^a-z]+', '-', village.name.lower())}"
        fields = survey_fields(village, place)
        fault = ""
        if village.name == SHARED_NAME and village.kecamatan == 2:
            fault = "no code"
            name = name.replace(village.code, "tanpa-kode")
            del fields["kode_desa"]
        if place == 1:
            fault = "zipped shapefile in UTM"
            write_zipped_shapefile(shape, fields, folder / f"{name}.zip")
        else:
            write_json(collection(name, shape, fields), folder / f"{name}.geojson")
        suffix = "zip" if place == 1 else "geojson"
        files.append({"file": f"survei/{name}.{suffix}", "code": village.code, "fault": fault})
    return files


def survey_fields(village: Village, place: int) -> dict[str, str]:
    """What an office writes beside an outline it has measured."""
    day = np.datetime64(SURVEY_DAY) + 9 * place
    return {
        "kode_desa": village.code,
        "nama_desa": village.name,
        "kecamatan": KECAMATAN[village.kecamatan],
        "metode": METHODS[place % len(METHODS)],
        "tanggal": str(day),
    }


def collection(name: str, shape: shapely.Geometry, fields: dict[str, str]) -> dict[str, Any]:
    """A GeoJSON document with one feature; a single part is written as Polygon."""
    parts = shapely.get_parts(shape)
    geometry = shapely.geometry.mapping(parts[0] if len(parts) == 1 else shape)
    feature = {"type": "Feature", "properties": fields, "geometry": geometry}
    return {"type": "FeatureCollection", "name": name, "features": [feature]}


def write_zipped_shapefile(shape: shapely.MultiPolygon, fields: dict[str, str], path: Path) -> None:
    """A shapefile in UTM in a zip that has the same bytes whenever it is written."""
    metres = shapely.transform(shape, lambda x: np.column_stack(TO_METRES.transform(*x.T)))
    names = {name: name.upper()[:10] for name in fields}
    schema = {"geometry": "Polygon", "properties": dict.fromkeys(names.values(), "str:60")}
    properties = {names[name]: value for name, value in fields.items()}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"{path.stem}.shp"
        with fiona.open(
            target, "w", "ESRI Shapefile", schema, crs=CRS, encoding="UTF-8",
            DBF_DATE_LAST_UPDATE=fields["tanggal"],
        ) as layer:  # fmt: skip
            layer.write({"geometry": shapely.geometry.mapping(metres), "properties": properties})
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(Path(folder).iterdir()):
                archive.writestr(zipfile.ZipInfo(part.name), part.read_bytes())


def write_river(sample: Sample, path: Path) -> None:
    """The river that is a border of many villages, from its source to the sea."""
    line = shapely.LineString(degrees(sample.coverage.river))
    write_json(collection("sungai", line, {"NAMOBJ": "Sungai Contoh"}), path)


if __name__ == "__main__":
    main()
