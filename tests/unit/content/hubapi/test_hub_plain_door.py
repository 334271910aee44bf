"""The plain door: browsers go over to HTTPS, nothing typed is taken, and it points nowhere but home."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest

from content.hubapi.plain_door import PlainDoor, open_door

DOOR = PlainDoor(names=("hub.lan", "192.168.1.10"), port=8080,
                 pages={"/ca.crt": ("application/x-x509-ca-cert", b"PEM"),
                        "/trust": ("text/html", "怎么信任".encode())})  # fmt: skip


def asked(line: str, *headers: str, door: PlainDoor = DOOR) -> tuple[str, dict[str, str], bytes]:
    head, _, body = door.answer("\r\n".join((line, *headers, "", "")).encode("latin-1")).partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
    return first.removeprefix("HTTP/1.1 "), headers, body


@pytest.mark.parametrize(("target", "host", "place"), [
    ("/staff/jobs?sort=pay&x=%E4%B8%AD", "192.168.1.10", "https://192.168.1.10:8080/staff/jobs?sort=pay&x=%E4%B8%AD"),
    ("/", "HUB.lan:8088", "https://hub.lan:8080/"),
    ("/enter", "evil.example", "https://hub.lan:8080/enter"),  # another's name: back to our own
    ("//evil.example/x", "hub.lan", "https://hub.lan:8080//evil.example/x"),
    ("/", "", "https://hub.lan:8080/"),
])  # fmt: skip
def test_a_page_asked_for_in_clear_is_at_https_under_our_own_name(target: str, host: str, place: str) -> None:
    status, headers, body = asked(f"GET {target} HTTP/1.1", *([f"Host: {host}"] if host else []))
    assert (status, headers["location"], body) == ("308 Permanent Redirect", place, b"")
    assert "strict-transport-security" not in headers  # RFC 6797 7.2: never over a plain line


def test_the_usual_port_is_left_out_and_an_ipv6_address_stands_in_brackets() -> None:
    door = PlainDoor(names=("fd00::10",), port=443, pages={})
    assert asked("GET /staff/ HTTP/1.1", door=door)[1]["location"] == "https://[fd00::10]/staff/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_sent_in_clear_is_refused_with_a_sentence_and_not_sent_on(method: str) -> None:
    status, headers, body = asked(f"{method} /enter HTTP/1.1", "Host: hub.lan", "Content-Length: 20")
    assert status.startswith("405")
    assert "location" not in headers  # a 308 would have the browser send it again
    assert "没有送出去" in body.decode()


def test_the_authority_and_the_page_are_given_in_clear() -> None:
    status, headers, body = asked("GET /ca.crt HTTP/1.1")
    assert (status, headers["content-type"], body) == ("200 OK", "application/x-x509-ca-cert", b"PEM")
    assert asked("GET /trust?x HTTP/1.1")[2].decode() == "怎么信任"
    assert asked("HEAD /ca.crt HTTP/1.1")[2] == b""
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("line", ["", "GET", "GET / HTTP/2", "GET http://a/ HTTP/1.1", "get / HTTP/1.1",
                                  "GET /\tx HTTP/1.1", "GET /ü HTTP/1.1", "\x16\x03\x01"])  # fmt: skip
def test_what_is_no_request_gets_400(line: str) -> None:
    assert asked(line)[0].startswith("400")


def test_no_header_can_be_smuggled_into_the_answer() -> None:
    said = asked("GET /x%0d%0aSet-Cookie:a=1 HTTP/1.1", "Host: hub.lan\nSet-Cookie: a=1")
    assert "set-cookie" not in said[1]


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("content.hubapi.plain_door._PATIENCE_S", 0.2)
    yield


@pytest.mark.usefixtures("patience")
async def test_who_says_nothing_or_too_much_is_let_go_and_others_are_served() -> None:
    server = await open_door(DOOR, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def talk(said: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        heard = b""
        with suppress(ConnectionError):
            heard = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        return heard

    silent, flood, well = await asyncio.gather(
        talk(b"GET / HTTP/1.1\r\n"), talk(b"GET / HTTP/1.1\r\n" + b"x" * 20_000),
        talk(b"GET /trust HTTP/1.1\r\nHost: hub.lan\r\n\r\n"))  # fmt: skip
    server.close()
    await server.wait_closed()
    assert (silent, flood) == (b"", b"")
    assert well.endswith("怎么信任".encode())


async def test_one_machine_takes_some_places_and_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a place holds a file of the hub's."""
    monkeypatch.setattr("content.hubapi.plain_door._PATIENCE_S", 60)
    server = await open_door(DOOR, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    held = [await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.2", 0)) for _ in range(16)]
    for _, writer in held:
        writer.write(b"GET / HTTP/1.1\r\n")
    async with asyncio.timeout(60):
        one_more, unwanted = await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.2", 0))
        with suppress(ConnectionError):
            assert await one_more.read() == b""
        unwanted.close()
        assert not any(reader.at_eof() for reader, _ in held)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)  # a control: another machine is served
        writer.write(b"GET /trust HTTP/1.1\r\nHost: hub.lan\r\n\r\n")
        assert (await reader.read()).endswith("怎么信任".encode())
        writer.close()
        for reader, writer in held:  # and these too, once they say what they want
            writer.write(b"\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.1 308")
            writer.close()
    server.close()
    await server.wait_closed()
