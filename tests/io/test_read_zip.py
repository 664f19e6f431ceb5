"""Reading layers inside zip files: which one, and every way in which a zip can be wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pytest

from boundaries.errors import InputError
from boundaries.io.archive import members_of
from boundaries.io.read import read_layer
from tests.io.layer_files import shapefile, truncate, write, zipped


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_zip(two: gpd.GeoDataFrame, tmp_path: Path, share: float) -> None:
    path = truncate(write(two, tmp_path / "desa.zip"), share)
    with pytest.raises(InputError, match=r"desa\.zip is cut short or damaged") as caught:
        read_layer(path)
    assert caught.value.code == "zip-damaged"
    assert "copy or download" in str(caught.value.hint)


def test_zip_without_a_layer(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "desa.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(InputError, match=r"desa\.zip holds no layer") as caught:
        read_layer(tmp_path / "desa.zip")
    assert caught.value.code == "layer-none"


def test_zip_with_several_layers(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    text = two.to_json()
    with zipfile.ZipFile(tmp_path / "desa.zip", "w") as archive:
        archive.writestr("batas desa.geojson", text)
        archive.writestr("lama/2016.geojson", two.iloc[:1].to_json())
        archive.writestr("__MACOSX/._batas desa.geojson", "junk")
    with pytest.raises(InputError, match="several layers: batas desa, 2016") as caught:
        read_layer(tmp_path / "desa.zip")
    assert caught.value.code == "layer-several"
    assert str(caught.value.hint).endswith('--layer "batas desa"')
    raw = read_layer(tmp_path / "desa.zip", layer="2016")
    assert len(raw.frame) == 1
    with pytest.raises(InputError, match="has no layer 2017") as caught:
        read_layer(tmp_path / "desa.zip", layer="2017")
    assert str(caught.value.hint) == "its layers are: batas desa, 2016"


def test_layers_of_one_name_in_different_folders_are_told_apart(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    old, new = two.iloc[:1].to_json(), two.to_json()
    path = zipped(tmp_path / "desa.zip", {"lama/desa.geojson": old, "baru/desa.geojson": new})
    for layer in (None, "desa"):
        with pytest.raises(InputError, match="several layers: baru/desa, lama/desa") as caught:
            read_layer(path, layer=layer)
        assert str(caught.value.hint).endswith("--layer baru/desa")
    assert len(read_layer(path, layer="lama/desa").frame) == 1
    assert len(read_layer(path, layer="baru/desa").frame) == 2
    assert len(read_layer(path, layer="baru/desa.geojson").frame) == 2


def test_names_that_lead_out_of_a_zip_are_harmless(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    outside = ("../evil.geojson", "/tmp/evil.geojson", "..\\evil.geojson")
    members: dict[str, bytes | str] = dict.fromkeys(outside, two.to_json())
    path = zipped(tmp_path / "inside" / "desa.zip", members)
    with pytest.raises(InputError, match="holds no layer"):
        read_layer(path)
    zipped(path, {**members, "batas.geojson": two.iloc[:1].to_json()})
    assert (read_layer(path).layer, len(read_layer(path).frame)) == ("batas", 1)
    assert not (tmp_path / "evil.geojson").exists()


@pytest.mark.parametrize("ending", [".shp", ".dbf"])
def test_a_wrong_checksum_is_told(two: gpd.GeoDataFrame, tmp_path: Path, ending: str) -> None:
    parts = shapefile(two, tmp_path / "desa.shp")
    path = zipped(tmp_path / "desa.zip", {f"desa{e}": part for e, part in parts.items()})
    content = bytearray(path.read_bytes())
    content[content.index(parts[ending]) + len(parts[ending]) - 3] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match=rf"the checksum of desa\{ending} is wrong") as caught:
        read_layer(path)
    assert caught.value.code == "zip-member-damaged"


def test_damaged_compression(
    two: gpd.GeoDataFrame, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = two.to_json() + " " * 5000
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": text}, zipfile.ZIP_DEFLATED)
    content = bytearray(path.read_bytes())
    content[60:260] = b"\xff" * 200
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"desa\.zip is damaged: the checksum of desa\.geojson"):
        read_layer(path)
    assert capfd.readouterr() == ("", "")


def test_a_zip_that_would_grow_without_end_is_never_unpacked(tmp_path: Path) -> None:
    content = b" " * (65 * 2**20)
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": content}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 2**17
    with pytest.raises(
        InputError, match=r"desa\.geojson in .* would grow to 10\d\d times"
    ) as caught:
        read_layer(path)
    assert caught.value.code == "zip-bomb"


def test_more_than_a_layer_needs_is_not_unpacked(
    two: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(two, tmp_path / "desa.zip")
    monkeypatch.setattr("boundaries.io.archive.MOST_BYTES", 500)
    with pytest.raises(InputError, match="would unpack to") as caught:
        read_layer(path)
    assert caught.value.code == "zip-too-large"


def test_a_compression_that_cannot_be_read(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": two.to_json()}, zipfile.ZIP_LZMA)
    with pytest.raises(InputError, match="compressed in a way that cannot be read") as caught:
        read_layer(path)
    assert "unpack it" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("byte", "value", "told"),
    [
        (8, 1 << 5, "compressed in a way that cannot be read"),
        (8, 1 << 6, "is locked with a password"),
        (6, 255, r"desa\.zip is cut short or damaged"),
    ],
    ids=["patched data", "strong encryption alone", "version 25.5 is needed"],
)
def test_entries_that_zipfile_does_not_know(
    two: gpd.GeoDataFrame, tmp_path: Path, byte: int, value: int, told: str
) -> None:
    """Byte 8 of an entry in the list holds flags, byte 6 the version needed to unpack it."""
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": two.to_json()})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + byte] |= value
    path.write_bytes(content)
    with pytest.raises(InputError, match=told):
        read_layer(path)


def test_entries_that_begin_outside_the_file_are_damage(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    """The place of the list, 6 bytes before the end, is told 5 bytes too far behind.

    All places shift with it, and the first entry begins at -5.
    """
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": two.to_json()})
    content = bytearray(path.read_bytes())
    place = int.from_bytes(content[-6:-2], "little")
    content[-6:-2] = (place + 5).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"desa\.zip is cut short or damaged"):
        read_layer(path)


@pytest.mark.parametrize("refused", [PermissionError, TimeoutError])
def test_what_the_system_refuses_is_no_damage(
    two: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: type[OSError]
) -> None:
    path = zipped(tmp_path / "desa.zip", {"desa.geojson": two.to_json()})

    def refuse(*_: object) -> None:
        raise refused(13, "Permission denied", str(path))

    monkeypatch.setattr(zipfile, "ZipFile", refuse)
    with pytest.raises(refused, match="Permission denied"):
        members_of(path)


@pytest.mark.parametrize(("name", "format_"), [("desa.gpkg", "GeoPackage"),
                                              ("desa.geojson", "GeoJSON"),
                                              ("desa.parquet", "GeoParquet")])  # fmt: skip
def test_another_format_renamed_to_zip_is_named_and_read(
    two: gpd.GeoDataFrame, tmp_path: Path, name: str, format_: str
) -> None:
    path = write(two, tmp_path / name).rename(tmp_path / "desa.zip")
    raw = read_layer(path)
    assert (raw.driver, len(raw.frame)) == (format_, 2)
    assert [str(notice.message) for notice in raw.notices] == [
        f"{path} is in fact a {format_} file and was read as such"
    ]


@pytest.mark.parametrize("folder", ["peta\\lama", "désa", "a}b", "a!b;c"])
def test_names_inside_a_zip(two: gpd.GeoDataFrame, tmp_path: Path, folder: str) -> None:
    parts = shapefile(two, tmp_path / "desa.shp")
    between = "\\" if "\\" in folder else "/"
    members = {f"{folder}{between}désa{e}": part for e, part in parts.items()}
    raw = read_layer(zipped(tmp_path / "desa.zip", members))
    assert (raw.layer, len(raw.frame)) == ("désa", 2)


def test_the_only_areas_of_a_zip_are_taken(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    """What BIG and surveyors send: areas, lines and points side by side."""
    kinds = {"AR": two.geometry, "LN": two.boundary, "PT": two.representative_point()}
    members = {
        f"batas/{name}{ending}": content
        for name, outlines in kinds.items()
        for ending, content in shapefile(
            two.assign(geometry=outlines), tmp_path / f"{name}.shp"
        ).items()
    }
    path = zipped(tmp_path / "desa.zip", members)
    raw = read_layer(path)
    assert raw.layer == "AR"
    assert [str(notice.message) for notice in raw.notices] == [
        f"of {path} the layer AR was read; it also holds: LN, PT"
    ]


def test_a_geodatabase_in_a_zip(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    folder = write(two, tmp_path / "desa.gdb")
    members = {f"kirim/desa.gdb/{item.name}": item.read_bytes() for item in folder.iterdir()}
    raw = read_layer(zipped(tmp_path / "kirim.zip", members))
    assert (raw.driver, raw.layer, len(raw.frame)) == ("File Geodatabase", "desa", 2)


def test_a_mapinfo_table_in_a_zip(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(two, tmp_path / "desa.tab")
    endings = (".tab", ".dat", ".map", ".id")
    members = {f"x/desa{e}": (tmp_path / f"desa{e}").read_bytes() for e in endings}
    raw = read_layer(zipped(tmp_path / "kirim.zip", members))
    assert (raw.driver, raw.layer, len(raw.frame)) == ("MapInfo TAB", "desa", 2)


def test_a_shapefile_that_was_cut_short_before_it_was_packed(
    two: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    parts = shapefile(two, tmp_path / "desa.shp")
    parts[".dbf"] = parts[".dbf"][:-90]
    path = zipped(tmp_path / "desa.zip", {f"desa{e}": part for e, part in parts.items()})
    notices = read_layer(path).notices
    assert [notice.code for notice in notices] == ["file-truncated"]
    assert "desa.zip/desa.dbf is cut short" in str(notices[0].message)


def test_encoding_in_a_cst_file_of_a_zip(two: gpd.GeoDataFrame, tmp_path: Path) -> None:
    two.assign(nama=["Désa", "Dua"]).to_file(tmp_path / "desa.shp", encoding="UTF-8")
    members = {
        f"desa{ending}": (tmp_path / f"desa{ending}").read_bytes()
        for ending in (".shp", ".shx", ".dbf", ".prj")
    }
    path = zipped(tmp_path / "desa.zip", {**members, "desa.cst": b"UTF-8"})
    assert read_layer(path).frame["nama"].tolist() == ["Désa", "Dua"]
