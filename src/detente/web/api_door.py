"""The API as a part of the application: its routes, what is said of a malformed request, its OpenAPI."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from detente.version import __version__
from detente.web import api, api_write
from detente.web.access import problem

ABOUT = (
    "The record of Détente: who met whom, who demanded, threatened or agreed with whom, each row with its sentence. "
    "Lists are pages, newest first; `next` is the `cursor` of the page after. Errors are problems (RFC 9457)."
)


def add_api(app: FastAPI) -> None:
    """Adds `/api/v1` and its OpenAPI."""
    app.include_router(api.router)
    app.include_router(api_write.router)
    app.add_exception_handler(RequestValidationError, _malformed)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = get_openapi(
                title="Détente", version=__version__, description=ABOUT, routes=app.routes
            )
            parts = app.openapi_schema.setdefault("components", {})
            parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "what was sent"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{where}: {first['msg']}")
