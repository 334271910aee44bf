"""The HTTP channel to the hub: plain on loopback, elsewhere TLS that trusts one pinned certificate and nothing else."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx

from content.errors import HubAway, HubBusy, LinkError, NotPaired

PIN_LENGTH = 16  # hex digits of the certificate's sha256 that a pairing code carries
CONNECT_S = 3.0
ANSWER_S = 10.0
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


def open_client(hub_url: str, certificate: str) -> httpx.Client:
    """Open a client for one hub; LinkError when the address would carry tokens in clear over a network.

    `certificate` is the pinned PEM, "" on loopback.
    """
    parts = urlsplit(hub_url)
    if parts.scheme == "http" and is_loopback(parts.hostname or ""):
        verify: ssl.SSLContext | bool = False
    elif parts.scheme == "https" and certificate:
        verify = _only(certificate)
    else:
        raise LinkError(f"中心地址 {hub_url} 不是加密连接或没有配对证书，请系统管理员改用 https 并重新配对。")
    timeout = httpx.Timeout(ANSWER_S, connect=CONNECT_S)
    return httpx.Client(base_url=hub_url, verify=verify, timeout=timeout, trust_env=False)


def _only(certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=certificate)
    context.check_hostname = False  # the pin names the one certificate; addresses in a hall change
    context.verify_flags |= _NO_CHECK_TIME
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def fetch_certificate(hub_url: str, pin: str) -> str:
    """Return the hub's certificate as PEM when it is the one the pin names; LinkError when it is another."""
    parts = urlsplit(hub_url)
    unchecked = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE  # nothing is sent yet; the pin decides below
    try:
        with (
            socket.create_connection((parts.hostname or "", parts.port or 443), CONNECT_S) as raw,
            unchecked.wrap_socket(raw) as wrapped,
        ):
            der = wrapped.getpeercert(binary_form=True) or b""
    except OSError as error:
        raise HubAway("联系不上中心主机，请检查网线和中心地址，稍后会自动再试。") from error
    if len(pin) != PIN_LENGTH or certificate_pin(der) != pin.lower():
        raise LinkError("中心主机的证书与配对码不符，请系统管理员核对配对码和中心地址，不要继续配对。")
    return ssl.DER_cert_to_PEM_cert(der)


@contextmanager
def spoken() -> Iterator[None]:
    """Turn whatever goes wrong on the wire into HubAway."""
    try:
        yield
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise HubAway("联系不上中心主机，稍后会自动再试；一直不通请检查网线和中心主机。") from error


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
