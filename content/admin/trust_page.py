"""这台电脑怎么信任: the page that takes a clerk's PC through it, and the authority's certificate to download.

It names no fingerprint: what comes over a line nobody trusts yet cannot vouch for itself. The fingerprint is on paper
and at the hub.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response

from content.admin.written import written
from content.hubapi.certificate import HubCertificate, Shown
from content.hubapi.plain_door import PlainDoor

CA_PATH, TRUST_PATH = "/ca.crt", "/trust"
_CA_KIND, _PAGE_KIND = "application/x-x509-ca-cert", "text/html; charset=utf-8"


def trust_page(address: str, *, market: bool) -> bytes:
    """Return the page; with a `market` certificate there is nothing to be done, and it says so."""
    return written("trust.html", address=address, market=market).encode()


def plain_pages(authority: Path, address: str, *, market: bool) -> dict[str, tuple[str, bytes]]:
    """Return what may be fetched without a login and without encryption, by its path."""
    return {CA_PATH: (_CA_KIND, authority.read_bytes()), TRUST_PATH: (_PAGE_KIND, trust_page(address, market=market))}


def open_trust(app: FastAPI, certificate: HubCertificate, address: str, shown: Shown) -> None:
    """Serve the same two over HTTPS too: terminals fetch the authority there while they are paired."""
    for path, (kind, body) in plain_pages(certificate.authority, address, market=shown is Shown.MARKET).items():
        app.add_api_route(path, _giving(kind, body), methods=["GET"])


def _giving(kind: str, body: bytes) -> Callable[[], Awaitable[Response]]:
    async def give() -> Response:
        return Response(body, media_type=kind, headers={"Cache-Control": "no-store"})

    return give


def door_of(certificate: HubCertificate, address: str, port: int, shown: Shown) -> PlainDoor:
    """Return the plain door of a hub whose HTTPS is at `port`."""
    usual = address.removeprefix("https://").rpartition(":")[0].strip("[]")
    names = tuple(dict.fromkeys((usual, *certificate.names)))
    return PlainDoor(names=names, port=port,
                     pages=plain_pages(certificate.authority, address, market=shown is Shown.MARKET))  # fmt: skip
