"""The phone pages as a server: GET only, no cookie, no script, every page dated by its edition and the minute."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from content.clock import Clock
from content.edition.reading import Edition
from content.faults import answer_faults
from content.public.current import Current
from content.public.pages import Answer, Asked, Site, content_policy

# an expired record leaves a phone that looks again within a minute
_MAX_AGE_S = 30
_NOT_YET = "零工市场还没有发布内容，请稍后再看。"


def make_app(current: Current, clock: Clock) -> FastAPI:
    """Put the routes together; the shelf is watched while the app lives."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        current.start()
        yield
        current.stop()

    app = FastAPI(title="linggong phone pages", docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    answer_faults(app)
    headers = {
        "Content-Security-Policy": content_policy(), "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer", "Cache-Control": f"public, max-age={_MAX_AGE_S}",
    }  # fmt: skip

    def shown(request: Request, page: Callable[[Site], Answer]) -> Response:
        edition: Edition | None = current.edition
        if edition is None:
            return PlainTextResponse(_NOT_YET, status_code=503, headers={"Retry-After": "10"})
        answer = page(Site(edition, clock.now()))
        body = answer.html.encode()
        tag = f'"{sha256(body).hexdigest()[:20]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={**headers, "ETag": tag})
        return HTMLResponse(body, status_code=answer.status, headers={**headers, "ETag": tag})

    @app.get("/health")
    def health() -> dict[str, Any]:
        edition = current.edition
        return {"ok": edition is not None, "edition_order": edition.manifest.order if edition else None}

    @app.get("/robots.txt")
    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nAllow: /\n")

    @app.get("/")
    def home(request: Request) -> Response:
        return shown(request, Site.home)

    @app.get("/jobs/")
    def jobs(request: Request, q: str = "", group: str = "", township: str = "", today: str = "",
             after: str = "") -> Response:  # fmt: skip
        asked = Asked(text=q.strip(), group=group, township=township, today=bool(today),
                      after=int(after) if after.isdecimal() and len(after) < 16 else 0)  # fmt: skip
        return shown(request, lambda site: site.jobs(asked))

    @app.get("/job/{number}/")
    def job(request: Request, number: str) -> Response:
        return shown(request, lambda site: site.job(number))

    lists: dict[str, tuple[Callable[[Site], Answer], Callable[[Site, str], Answer]]] = {
        "policies": (Site.policies, Site.policy), "courses": (Site.courses, Site.course),
        "fairs": (Site.fairs, Site.fair), "rights": (Site.rights, Site.article),
    }  # fmt: skip
    for name, (every, one) in lists.items():
        _add(app, name, shown, every, one)

    @app.get("/{rest:path}")
    def unknown(request: Request, rest: str) -> Response:
        path = quote(rest.strip("/"))  # a path of two strokes would lead to another site
        if path and not rest.endswith("/"):
            # the QR codes and people leave the last stroke out
            return Response(status_code=308, headers={"Location": f"/{path}/"})
        return shown(request, lambda site: site.missing("没有这个页面", "链接可能不完整，请从首页再找。", 404))

    return app


def _add(app: FastAPI, name: str, shown: Callable[[Request, Callable[[Site], Answer]], Response],
         every: Callable[[Site], Answer], one: Callable[[Site, str], Answer]) -> None:  # fmt: skip
    @app.get(f"/{name}/")
    def listing(request: Request) -> Response:
        return shown(request, every)

    @app.get(f"/{name}/{{record_id}}/")
    def single(request: Request, record_id: str) -> Response:
        return shown(request, lambda site: one(site, record_id))
