"""The hub's TLS while it serves: who asks decides which certificate is shown, and a renewal reaches the next handshake.

A context that serves is never changed: a renewal makes new ones and puts them in the place of the old, so no connection
and no visit at a kiosk is lost.
"""

from __future__ import annotations

import logging
import ssl
import threading
from pathlib import Path
from typing import Any

from content.clock import Clock
from content.errors import ContentError
from content.hubapi.certificate import HubCertificate, Shown, prepare
from content.hubapi.handover import behind, put_away
from content.link.channel import TERMINAL_NAME
from content.store.database import Market

log = logging.getLogger(__name__)

_EVERY_S = 3600.0


class HubTls:
    """The contexts in use: terminals get the certificate of the hub's authority, everybody else what is shown."""

    def __init__(self, certificate: HubCertificate, secret: bytes, clock: Clock) -> None:
        self.certificate, self._secret, self._clock = certificate, secret, clock
        self._seen = self._state()
        self._terminals, self._others = self._load()

    def context(self, *_: Any) -> ssl.SSLContext:
        """Return the context a server listens with (uvicorn's `ssl_context_factory`)."""
        listening = _serving(self.certificate.server)
        listening.sni_callback = self._choose
        return listening

    def look(self) -> bool:
        """Renew what ends within 30 days and take up files that changed; True when new handshakes see another."""
        prepare(self.certificate, self._secret, self._clock.now())
        state = self._state()
        if state == self._seen:
            return False
        self._terminals, self._others = self._load()
        self._seen = state  # only now: what could not be loaded is tried again
        return True

    def _choose(self, asking: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        asking.context = self._terminals if name == TERMINAL_NAME else self._others

    def _load(self) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        own = _serving(self.certificate.server)
        shown, _path = self.certificate.shown(self._clock.now())
        market = self.certificate.market
        if shown is Shown.MARKET and market is not None:
            return own, _serving(market.certificate, market.key)
        return own, _serving(*self.certificate.first) if shown is Shown.FIRST else own

    def _state(self) -> tuple[object, ...]:
        """Return what differs whenever something else is to be shown."""
        shown, path = self.certificate.shown(self._clock.now())
        return shown, _stamp(path), _stamp(self.certificate.server)


class TlsWatch:
    """One thread that looks after the certificates every hour, and puts the former one away when nobody needs it."""

    def __init__(self, tls: HubTls | None, market: Market) -> None:
        self._tls, self._market = tls, market
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tls-watch", daemon=True)

    def start(self) -> None:
        """Begin; the first look is taken at once."""
        if self._tls is not None:
            self._thread.start()

    def stop(self) -> None:
        """Stop; call it before the market is closed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def look(self) -> None:
        """Look once; the former certificate goes as soon as every terminal in use trusts the authority."""
        if self._tls is None:
            return
        wanted = self._tls.certificate
        if any(path.is_file() for path in wanted.first):
            with self._market.reading() as tables:
                left = behind(tables.terminals.all(), wanted.authority_pem)
            if not left:
                put_away(wanted)
                log.info("every terminal trusts the authority: the certificate of before is put away")
        if self._tls.look():
            log.info("new connections are shown another certificate")

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except (ContentError, OSError, ssl.SSLError) as error:
                log.error("the certificates are left as they are: %s", error)
            if self._stopping.wait(_EVERY_S):
                return


def _serving(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_ino
