"""Interfaces for programs: one table of operations makes the routes and the OpenAPI document.

Arguments are read by the same schemas that the document shows, so that neither says more than the
other. Texts of the document are English, as the names in it are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from flask import Blueprint, Response, abort, json, request
from flask_babel import gettext

from boundaries import __version__
from boundaries.messages import LANGUAGES
from web import unit
from web.access import account, everyone
from web.etags import conditional
from web.wanted import MEDIA_TYPE

OPENAPI = "3.0.3"
DOCUMENT_TYPE = f"application/vnd.oai.openapi+json;version={OPENAPI[:3]}"
JSON, GEOJSON = "application/json", "application/geo+json"
PLAIN = "^[^\\x00-\\x1f\\x7f]*$"
LONGEST = 200
MOST_OFFSET = 10_000_000

Schema = Mapping[str, Any]
Arguments = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """An argument of an address: `schema` is an integer, a text or a list of numbers.

    Where it is `clamped`, a number above the greatest one counts as that.
    """

    name: str
    description: str
    schema: Schema
    clamped: bool = False

    def read(self, text: str) -> Any:
        """The value of a text; raises `ValueError` where the schema does not allow it."""
        kind = self.schema["type"]
        if kind == "integer":
            return self._whole_number(text)
        if kind == "array":
            numbers = [float(part) for part in text.split(",")]
            lengths = {part["minItems"] for part in self.schema["oneOf"]}
            if len(numbers) not in lengths or not all(map(isfinite, numbers)):
                raise ValueError(text)
            return numbers
        if "enum" in self.schema and text not in self.schema["enum"]:
            raise ValueError(text)
        if len(text) > LONGEST or not re.fullmatch(PLAIN, text):
            raise ValueError(text)
        return text

    def _whole_number(self, text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise ValueError(text)
        least, most = self.schema["minimum"], self.schema["maximum"]
        value = min(int(text), most) if self.clamped else int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value


def whole_number(name: str, description: str, least: int, most: int, **more: Any) -> Parameter:
    """A parameter that is a whole number."""
    clamped = more.pop("clamped", False)
    schema = {"type": "integer", "minimum": least, "maximum": most, **more}
    return Parameter(name, description, schema, clamped)


def text(name: str, description: str) -> Parameter:
    """A parameter that is a line of text."""
    return Parameter(name, description, {"type": "string", "maxLength": LONGEST, "pattern": PLAIN})


def choice(name: str, description: str, values: Sequence[str]) -> Parameter:
    """A parameter that is one of several words."""
    return Parameter(name, description, {"type": "string", "enum": list(values)})


LANG = choice("lang", "Language of titles and faults.", LANGUAGES)
OFFSET = whole_number(
    "offset", "How many to leave out from the beginning.", 0, MOST_OFFSET, default=0
)


@dataclass(frozen=True)
class Operation:
    """Something a program may ask for: `path` as in the document, names in braces.

    `view` takes the arguments by name and then the values of the path; it gives the answer as a
    response. `answers` are media types with the schema of each.
    """

    path: str
    name: str
    summary: str
    view: Callable[..., Response]
    answers: Mapping[str, Schema]
    parameters: tuple[Parameter, ...] = ()
    within: tuple[Parameter, ...] = ()


def arguments(operation: Operation) -> Arguments:
    """The arguments of the request; ends it with 400 where one is unknown, double or not allowed.

    Those that were not given are absent, but for those with a default.
    """
    known = {parameter.name: parameter for parameter in (*operation.parameters, LANG)}
    found: Arguments = {
        name: parameter.schema["default"]
        for name, parameter in known.items()
        if "default" in parameter.schema
    }
    for name, values in request.args.lists():
        if name not in known:
            abort(400, gettext("There is no argument %(name)s here.", name=name[:LONGEST]))
        try:
            (value,) = values
            found[name] = known[name].read(value)
        except ValueError:
            abort(400, gettext("The value of %(name)s cannot be used.", name=name))
    return found


def register(
    blueprint: Blueprint, prefix: str, operations: Sequence[Operation], state: Callable[[], object]
) -> None:
    """Make a route of each operation; answers carry an ETag that follows from `state`."""
    for operation in operations:
        rule = prefix + re.sub(r"{(\w+)}", r"<\1>", operation.path)
        view = everyone(_view(operation, state))
        blueprint.add_url_rule(rule, operation.name, view, strict_slashes=False)


def _view(operation: Operation, state: Callable[[], object]) -> Callable[..., Response]:
    def answer(**values: str) -> Response:
        response = operation.view(arguments(operation), **values)
        response.vary.add("Authorization")
        response.vary.add("Accept")
        parts = (request.full_path, response.mimetype, state(), account().login)
        return conditional(response, *parts)

    return answer


def answered(value: object, media_type: str = JSON) -> Response:
    """A value as JSON."""
    return Response(json.dumps(value), content_type=media_type)


def with_words(
    operations: Sequence[Operation], words: Mapping[str, Sequence[str]]
) -> list[Operation]:
    """The operations with the words that texts of some names may be, where these are known late."""

    def told(one: Parameter) -> Parameter:
        known = words.get(one.name)
        return one if known is None else choice(one.name, one.description, known)

    return [replace(one, parameters=tuple(map(told, one.parameters))) for one in operations]


def document(
    title: str, description: str, server: str, operations: Sequence[Operation]
) -> dict[str, Any]:
    """The OpenAPI document of some operations."""
    return {
        "openapi": OPENAPI,
        "info": {"title": title, "description": description, "version": __version__},
        "servers": [{"url": server}],
        "security": [{"token": []}, {"session": []}],
        "paths": {operation.path: {"get": _described(operation)} for operation in operations},
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Login, and a token of the account page as the password.",
                },
                "session": {"type": "apiKey", "in": "cookie", "name": "tapal"},
            },
            "schemas": {"problem": PROBLEM},
            "responses": {
                "problem": {
                    "description": "What is wrong and what to do (RFC 9457).",
                    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
                }
            },
        },
    }


PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}


def _described(operation: Operation) -> dict[str, Any]:
    faults = [400, 401, 429, 500, 503]
    if operation.within:
        faults.append(404)
    content = {kind: {"schema": schema} for kind, schema in operation.answers.items()}
    responses: dict[str, Any] = {
        "200": {
            "description": operation.summary,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": content,
        },
        "304": {"description": "As it was when the ETag in If-None-Match was given."},
    }
    responses |= {str(one): {"$ref": "#/components/responses/problem"} for one in sorted(faults)}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [
            *(_shown(one, "path", required=True) for one in operation.within),
            *(_shown(one, "query") for one in (*operation.parameters, LANG)),
        ],
        "responses": responses,
    }


def _shown(parameter: Parameter, place: str, *, required: bool = False) -> dict[str, Any]:
    shown = {
        "name": parameter.name,
        "in": place,
        "description": parameter.description,
        "required": required,
        "schema": parameter.schema,
    }
    listed = parameter.schema["type"] == "array"
    return shown | ({"style": "form", "explode": False} if listed else {})


def workspace_state() -> object:
    """What answers about the workspace follow from: the end of its log, and the day."""
    head = unit.reading().head()
    return head and (head.seq, head.hash), unit.now().date()
