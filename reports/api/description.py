"""The OpenAPI description: what ninja finds in the operations and schemas, with tokens, problems and examples put in."""

from __future__ import annotations

import inspect
import json
from functools import lru_cache
from typing import Any, Final, get_args, get_origin

from django.conf import settings
from pydantic import BaseModel

from reports.api import problems, schemas
from reports.api.operations import OPERATIONS, TAGS
from reports.api.v1 import api
from reports.opendata.writing import license_of

PREFIX: Final = "/api/v1/"
EXAMPLES: Final[dict[str, type[BaseModel]]] = {
    "publications": schemas.PublicationPage,
    "publication": schemas.PublicationOut,
    "regions": schemas.RegionPage,
    "region": schemas.RegionTraceOut,
    "innovations": schemas.InnovationPage,
    "innovation": schemas.InnovationOut,
    "awards": schemas.AwardPage,
    "categories": schemas.CategoryList,
    "document": schemas.DocumentOut,
    "token": schemas.TokenOut,
    "current": schemas.CurrentOut,
}
PROBLEMS_OF_ALL: Final = (
    problems.NOT_FOUND,
    problems.INVALID,
    problems.TOO_MANY,
    problems.TOKEN_UNKNOWN,
    problems.SCOPE,
)


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The whole description, OpenAPI 3.1. The same for everybody, made once a process."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    found["info"] |= {
        "title": "Portal IGA",
        "summary": "Published results of the regional innovation index, and a region's own with its token.",
        "description": "Read only. Numbers with a fraction are text. Errors are RFC 9457 problem documents.",
        "license": license_of(),
    }
    found["servers"] = [{"url": settings.PORTAL_ADDRESS}]
    found["tags"] = [
        {"name": name, "description": words.en, "x-description-id": words.id} for name, words in TAGS.items()
    ]
    components = found["components"]
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the ministry, in the header Authorization only.",
        }
    }
    components["schemas"]["Problem"] = _problem_schema()
    for path in found["paths"].values():
        for operation in path.values():
            _complete(operation)
    return found


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    words = OPERATIONS[name]
    operation["x-summary-id"], operation["x-description-id"] = words.title.id, words.words.id
    needs_token = words.tag == "tokens"
    operation["security"] = [{"token": []}] if needs_token else [{}, {"token": []}]
    if words.scope is not None:
        operation["x-scope"] = words.scope.value
    content = operation["responses"]["200"]["content"]
    content["application/json"]["example"] = example_of(EXAMPLES[name])
    kinds = [*PROBLEMS_OF_ALL, *((problems.OTHER_REGION,) if words.scope else ())]
    for kind in kinds:
        operation["responses"].setdefault(
            str(kind.status),
            {
                "description": kind.title.en,
                "content": {
                    problems.MEDIA_TYPE: {
                        "schema": {"$ref": "#/components/schemas/Problem"},
                        "example": problems.problem_document(kind),
                    }
                },
            },
        )


def example_of(schema: type[BaseModel]) -> dict[str, Any]:
    """An answer put together from the examples of its fields, so that it cannot name a field that is not there."""
    found: dict[str, Any] = {}
    for name, field in schema.model_fields.items():
        rows = _row_of(field.annotation)
        if rows is not None:
            row, is_list = rows
            found[name] = [example_of(row)] if is_list else example_of(row)
        else:
            found[name] = (field.examples or [None])[0]
    return found


def _row_of(annotation: Any) -> tuple[type[BaseModel], bool] | None:
    """(schema of the rows, whether it is a list of them), None for a plain value."""
    is_list = get_origin(annotation) is list
    inner = get_args(annotation)[0] if is_list else annotation
    if inspect.isclass(inner) and issubclass(inner, BaseModel):
        return inner, is_list
    return None


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "title": "Problem",
        "type": "object",
        "description": "RFC 9457. `detail` is Indonesian, `detail_en` English; `code` is stable.",
        "required": ["type", "code", "status", "title", "title_en", "detail", "detail_en"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "code": {"type": "string", "enum": [kind.code for kind in problems.KINDS]},
            "status": {"type": "integer"},
            **dict.fromkeys(("title", "title_en", "detail", "detail_en"), text),
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": dict.fromkeys(("parameter", "message", "message_en"), text),
                },
            },
        },
    }
