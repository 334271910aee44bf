"""The HTTP channel to the hub: plain on loopback, elsewhere TLS that trusts what was pinned and nothing else.

Pinned is the hub's certificate authority. Terminals paired by an older version pinned the one certificate of then; over
that channel the hub tells them its authority, and from then on they trust both. A terminal that knows an authority asks
for `TERMINAL_NAME` (SNI), so that a market's certificate for browsers never concerns it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from content.errors import HubAway, HubBusy, HubSilent, LinkError, NotPaired

PIN_LENGTH = 16  # hex digits of the certificate's sha256 that a pairing code carries
TERMINAL_NAME = "terminal.linggong.internal"
CONNECT_S = 3.0
ANSWER_S = 10.0
_AWAY = "联系不上中心主机，稍后会自动再试；一直不通请检查网线和中心主机。"
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME: a box whose clock woke up in 1970 must still reach its hub


def is_loopback(host: str) -> bool:
    """Say whether a host name or address stays on this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def certificate_pin(der: bytes) -> str:
    """Return the part of the certificate's sha256 that people carry in the pairing code."""
    return hashlib.sha256(der).hexdigest()[:PIN_LENGTH]


def fingerprints(certificate: str) -> tuple[str, str]:
    """Return a PEM certificate's sha256, as browsers show it, and its sha1, as Windows does, in groups of four."""
    der = ssl.PEM_cert_to_DER_cert(certificate)
    both = hashlib.sha256(der).hexdigest(), hashlib.sha1(der, usedforsecurity=False).hexdigest()
    long, short = (" ".join(re.findall("....", one.upper())) for one in both)
    return long, short


def trust_in(hub_url: str, certificates: str) -> ssl.SSLContext | None:
    """Return what a terminal trusts at this address; None on loopback.

    `certificates` are the pinned ones as PEM, "" on loopback; LinkError when tokens would travel in clear.
    """
    parts = urlsplit(hub_url)
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        return None
    if parts.scheme == "https" and certificates:
        return _only(certificates)
    raise LinkError(f"中心地址 {hub_url} 不是加密连接或没有配对证书，请系统管理员改用 https 并重新配对。")


def open_client(hub_url: str, trust: ssl.SSLContext | None) -> httpx.Client:
    """Open a client for one hub; `trust` may learn a further authority while the client is in use."""
    timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)

    def ask_for_terminals(request: httpx.Request) -> None:
        if trust is not None and trust.cert_store_stats()["x509_ca"]:
            request.extensions["sni_hostname"] = TERMINAL_NAME

    return httpx.Client(base_url=hub_url, verify=trust or False, timeout=timeout, trust_env=False,
                        event_hooks={"request": [ask_for_terminals]})  # fmt: skip


def pins_of(certificates: str) -> tuple[str, ...]:
    """Return the pin of each PEM certificate in a text, in its order."""
    parts = certificates.split("-----END CERTIFICATE-----")[:-1]
    whole = (f"{one.strip()}\n-----END CERTIFICATE-----\n" for one in parts)
    return tuple(certificate_pin(ssl.PEM_cert_to_DER_cert(one)) for one in whole)


def _only(certificates: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=certificates)
    context.check_hostname = False  # the pin names whose certificates; addresses in a hall change
    context.verify_flags |= _NO_CHECK_TIME
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def fetch_certificate(hub_url: str, pin: str) -> str:
    """Return, as PEM, the hub's authority or certificate that the pin names; LinkError when it shows another.

    A hub of the version before has no authority: its pin names the certificate it serves.
    """
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE  # nothing secret is sent or believed; the pin decides below
    timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
    try:
        with httpx.Client(base_url=hub_url, verify=unchecked, timeout=timeout, trust_env=False) as client:
            request = client.build_request("GET", "/ca.crt", extensions={"sni_hostname": TERMINAL_NAME})
            answer = client.send(request, stream=True)
            served = answer.extensions["network_stream"].get_extra_info("socket").getpeercert(binary_form=True)
            told = answer.read() if answer.is_success else b""
            answer.close()
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise HubAway("联系不上中心主机，请检查网线和中心地址，稍后会自动再试。") from error
    for der in (_der(told), served or b""):
        if len(pin) == PIN_LENGTH and certificate_pin(der) == pin.lower():
            return ssl.DER_cert_to_PEM_cert(der)
    raise LinkError("中心主机的证书与配对码不符，请系统管理员核对配对码和中心地址，不要继续配对。")


def _der(told: bytes) -> bytes:
    try:
        return ssl.PEM_cert_to_DER_cert(told.decode("ascii").strip()) if told.startswith(b"-----BEGIN") else told
    except ValueError:
        return b""


@contextmanager
def spoken() -> Iterator[None]:
    """Turn whatever goes wrong on the wire into HubAway, and into HubSilent where there is none at the other end."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise HubSilent(_AWAY) from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise HubAway(_AWAY) from error


def require_good(response: httpx.Response) -> None:
    """Raise NotPaired on 401, HubBusy on 503, HubAway on 429 and other 5xx, else LinkError with the hub's sentence."""
    if response.is_success or response.status_code == httpx.codes.NOT_MODIFIED:
        return
    with spoken():
        response.read()
    sentence = _sentence(response)
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise NotPaired(sentence or "中心不认识这台终端，请系统管理员重新配对。")
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        raise HubBusy(sentence or "中心主机现在收不下，稍后会自动再试。")
    if response.is_server_error or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise HubAway(sentence or "中心主机暂时处理不了，稍后会自动再试。")
    raise LinkError(sentence or f"中心主机拒绝了请求（{response.status_code}），请系统管理员查看。")


def _sentence(response: httpx.Response) -> str:
    try:
        detail = response.json().get("detail", "")
    except (ValueError, AttributeError):
        return ""
    return detail if isinstance(detail, str) else ""


def json_object(response: httpx.Response) -> dict[str, Any]:
    """Return the answered JSON object; HubAway when the answer is something else (a proxy's page, half an answer)."""
    require_good(response)
    try:
        plain = response.json()
    except ValueError:
        plain = None
    if not isinstance(plain, dict):
        raise HubAway("中心地址答的不是中心主机，请系统管理员核对中心地址。")
    return plain
