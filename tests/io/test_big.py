from __future__ import annotations

from collections.abc import Iterator

import pytest

from boundaries.errors import InputError, ParameterError
from boundaries.io.arcgis import Limits, Service
from boundaries.io.big import Layer, describe_layer, find_kabupaten, where_kabupaten
from tests.arcgis_server import FIELDS, ArcgisServer, Village, asahan, running


def named(number: int, code: str | None, name: str | None) -> Village:
    """A village of a kabupaten with this code and name."""
    village = asahan(1, first=number)[0]
    return Village({**village.attributes, "KDPKAB": code, "WADMKK": name}, village.outline)


@pytest.fixture
def server() -> Iterator[ArcgisServer]:
    villages = [
        named(1, "12.09", "Asahan"),
        named(2, "12.09", "Asahan"),
        named(3, "12.10", "Labuhanbatu"),
        named(4, "12.22", "Labuhanbatu Selatan"),
        named(5, "32.01", "Bogor"),
        named(6, "32.71", "Kota Bogor"),
        named(7, "53.01", "Kupang"),
        named(8, "53.02", "Kupang"),
        named(9, None, "Siak"),
        named(10, "12.12", "Toba"),
    ]
    with running(villages) as server:
        yield server


@pytest.fixture
def service() -> Service:
    return Service(limits=Limits(attempts=1), say=print)


def layer(*fields: str) -> Layer:
    return Layer("http://x/0", "X", "OBJECTID", dict.fromkeys(fields, ""), 1000, True, "json", "")


def test_a_layer_is_described(server: ArcgisServer, service: Service) -> None:
    found = describe_layer(service, server.url)
    assert found == Layer(
        url=server.url,
        name="BATAS_DESAKEL_AR",
        object_id="OBJECTID",
        fields=FIELDS,
        page_size=1000,
        paging=True,
        format="geojson",
        edited="2026-06-12T00:00:00+00:00",
    )


@pytest.mark.parametrize("rest", ["/", "/query", "/query?where=1%3D1&f=json", "?f=pjson"])
def test_addresses_copied_from_a_browser(server: ArcgisServer, service: Service, rest: str) -> None:
    assert describe_layer(service, server.url + rest).url == server.url


def test_an_old_service_says_less(server: ArcgisServer, service: Service) -> None:
    server.behaviour.about = {
        "supportedQueryFormats": "JSON, AMF",
        "advancedQueryCapabilities": None,
        "editingInfo": None,
        "maxRecordCount": None,
    }
    found = describe_layer(service, server.url)
    assert (found.format, found.paging, found.edited, found.page_size) == ("json", False, "", 1000)


def test_the_field_of_object_ids_is_the_one_the_service_names(
    server: ArcgisServer, service: Service
) -> None:
    server.behaviour.about = {"objectIdField": "FID"}
    assert describe_layer(service, server.url).object_id == "FID"
    server.behaviour.about = {"fields": []}
    assert describe_layer(service, server.url).object_id == "OBJECTID"


def test_a_whole_service_is_no_layer(server: ArcgisServer, service: Service) -> None:
    layers = [{"id": 0, "name": "Desa"}, {"id": 11, "name": "Kecamatan"}]
    server.behaviour.about = {"geometryType": None, "layers": layers}
    with pytest.raises(InputError, match="MapServer/0 is no layer of polygons") as caught:
        describe_layer(service, server.url)
    assert f"{server.url}/11 (Kecamatan)" in str(caught.value.hint)
    server.behaviour.about = {"geometryType": "esriGeometryPolyline"}
    with pytest.raises(InputError, match="is no layer of polygons") as caught:
        describe_layer(service, server.url)
    assert "such as" in str(caught.value.hint)


def test_either_code_makes_a_village_belong() -> None:
    both = where_kabupaten(layer("KDPKAB", "KDEPUM"), "12.09")
    assert both == "KDPKAB = '12.09' OR KDEPUM LIKE '12.09.%'"
    assert where_kabupaten(layer("KDBPUM"), "12.09") == "KDBPUM = '12.09'"
    with pytest.raises(InputError, match="X has none of the fields KDPKAB, KDBPUM, KDEPUM"):
        where_kabupaten(layer("NAMA"), "12.09")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Asahan", "12.09"),
        ("ASAHAN", "12.09"),
        ("Kabupaten Asahan", "12.09"),
        ("kab. asahan", "12.09"),
        ("Labuhan Batu", "12.10"),
        ("Bogor", "32.01"),
        ("kota bogor", "32.71"),
    ],
)
def test_a_kabupaten_by_its_name(
    server: ArcgisServer, service: Service, name: str, code: str
) -> None:
    found = describe_layer(service, server.url)
    assert find_kabupaten(service, found, name) == code


@pytest.mark.parametrize(
    ("name", "said", "alike"),
    [
        ("Toba Samosir", "0 kabupaten of the service are called", "-"),
        ("Siak", "0 kabupaten of the service are called", "-"),
        ("Batu", "0 kabupaten", "12.10 Labuhanbatu, 12.22 Labuhanbatu Selatan"),
        ("Kupang", "2 kabupaten of the service are called Kupang", "53.01 Kupang, 53.02 Kupang"),
        ("x' OR 'a' = 'a", "0 kabupaten", "-"),
    ],
)
def test_a_name_that_tells_no_kabupaten(
    server: ArcgisServer, service: Service, name: str, said: str, alike: str
) -> None:
    found = describe_layer(service, server.url)
    with pytest.raises(ParameterError, match=said) as caught:
        find_kabupaten(service, found, name)
    assert str(caught.value.hint).endswith(alike)


def test_a_layer_without_names_needs_a_code(service: Service) -> None:
    with pytest.raises(InputError, match="none of the fields KDPKAB, WADMKK"):
        find_kabupaten(service, layer("KDEPUM"), "Asahan")
