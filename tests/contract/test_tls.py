"""TLS of the hub on a real port: who is shown which certificate, who refuses what, and what a renewal costs nobody."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from content.admin.trust_page import open_trust
from content.clock import SetClock
from content.errors import HubAway, LinkError, SettingsError
from content.hubapi.authority import authority_key, issue, key_pem, pem
from content.hubapi.certificate import HubCertificate, MarketCertificate, Shown, planned, prepare, read_certificate
from content.hubapi.pairing import new_pairing_code
from content.hubapi.tls import HubTls, TlsWatch
from content.link.channel import TERMINAL_NAME, certificate_pin, fingerprints, pins_of
from content.link.hub import Hub
from content.link.pairing import Paired, keep, load, pair
from content.model.codes import TerminalKind
from content.privacy import KeyRing
from tests.contract.link_house import House, free_port, until
from tests.fixtures.certificates import self_signed

NOW = datetime.now(UTC).replace(microsecond=0)  # the clients below check the time by the machine's clock
DAY = timedelta(days=1)
SECRET = KeyRing.from_root(bytes(range(32))).authority
NAMES = ("127.0.0.1", "hub.lan")
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def wanted(folder: Path, now: datetime = NOW, market: MarketCertificate | None = None) -> HubCertificate:
    found = planned("0.0.0.0", NAMES, folder / "tls")
    assert found is not None
    prepare(replace(found, market=market), SECRET, now)
    return replace(found, market=market)


def at_work(folder: Path, closing: ExitStack, clock: SetClock | None = None,
            market: MarketCertificate | None = None) -> tuple[House, HubTls]:  # fmt: skip
    clock = clock or SetClock(NOW)
    tls = HubTls(wanted(folder, clock.now(), market), SECRET, clock)
    house = House(folder / "hub", tls=tls)
    closing.callback(lambda: house.stop())
    return house, tls


def paired_with(house: House, pin: str) -> Paired:
    code = new_pairing_code(house.market, house.keys, TerminalKind.SCREEN, house.clock.now(), pin)
    return pair(house.url, code, TerminalKind.SCREEN, "信息屏")


def seen(port: int, name: str | None = None) -> bytes:
    """Return what a client that believes everything is shown (DER)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), 5) as raw,
        context.wrap_socket(raw, server_hostname=name) as line,
    ):
        return line.getpeercert(binary_form=True) or b""


def browser(port: int, trusted: Path | None, name: str = "127.0.0.1") -> None:
    """Connect as a browser does: it trusts what is installed, and looks at the name and the time."""
    context = ssl.create_default_context(cafile=trusted)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with socket.create_connection(("127.0.0.1", port), 5) as raw, context.wrap_socket(raw, server_hostname=name):
        pass


def test_a_browser_that_trusts_the_authority_gets_in_and_no_other(tmp_path: Path, closing: ExitStack) -> None:
    house, tls = at_work(tmp_path, closing)
    browser(house.port, tls.certificate.authority)
    browser(house.port, tls.certificate.authority, "hub.lan")
    with pytest.raises(ssl.SSLCertVerificationError, match=r"local issuer|self-signed"):
        browser(house.port, None)
    with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
        browser(house.port, tls.certificate.authority, "other.lan")
    other = wanted(tmp_path / "other")  # the same key, since the root is the same: still trusted
    browser(house.port, other.authority)
    foreign = planned("0.0.0.0", NAMES, tmp_path / "foreign")
    assert foreign is not None
    prepare(foreign, bytes(48), NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        browser(house.port, foreign.authority)


@pytest.mark.parametrize(("names", "at", "why"), [
    (("127.0.0.1",), NOW - 400 * DAY, "expired"), (("127.0.0.1",), NOW + 2 * DAY, "not yet valid"),
    (("bank.example", "127.0.0.1"), NOW, "permitted subtree"), (("127.0.0.1",), NOW, ""),
])  # fmt: skip
def test_browsers_refuse_what_has_ended_and_what_the_authority_may_not_vouch_for(
    tmp_path: Path, closing: ExitStack, names: tuple[str, ...], at: datetime, why: str
) -> None:
    own, leaf = wanted(tmp_path), ec.generate_private_key(ec.SECP256R1())
    authority = read_certificate(own.authority)
    assert authority is not None
    made = tmp_path / "made.pem"
    made.write_bytes(key_pem(leaf) + pem(issue(authority, authority_key(SECRET), leaf, names, at)))
    house = House(tmp_path / "hub", tls=(made, made))
    closing.callback(lambda: house.stop())
    if not why:  # the control: the same in its time and for its place
        browser(house.port, own.authority)
        return
    with pytest.raises(ssl.SSLCertVerificationError, match=why):
        browser(house.port, own.authority)


def test_a_server_certificate_lasts_no_longer_than_browsers_take(tmp_path: Path) -> None:
    own = wanted(tmp_path)
    server, authority = read_certificate(own.server), read_certificate(own.authority)
    assert server is not None
    assert authority is not None
    assert server.not_valid_after_utc - server.not_valid_before_utc <= 397 * DAY
    assert own.server.stat().st_mode & 0o777 == 0o600
    limits = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert (limits.critical, limits.value.ca, limits.value.path_length) == (True, True, 0)
    assert authority.extensions.get_extension_for_class(x509.NameConstraints).critical


def test_a_renewal_needs_no_pairing_and_breaks_no_connection(tmp_path: Path, closing: ExitStack) -> None:
    clock = SetClock(NOW)
    house, tls = at_work(tmp_path, closing, clock)
    paired = paired_with(house, tls.certificate.pin)
    assert pins_of(paired.certificate) == (tls.certificate.pin,)
    hub = Hub(paired)
    closing.callback(hub.close)
    hub.greet()
    open_page = httpx.Client(base_url=house.url, verify=ssl.create_default_context(cafile=tls.certificate.authority))
    closing.callback(open_page.close)
    assert open_page.get("/ca.crt").status_code == 200
    before, line = seen(house.port), open_page._transport._pool.connections[0]  # type: ignore[attr-defined]
    clock.at = NOW + (396 - 31) * DAY
    assert not tls.look()
    assert seen(house.port) == before
    clock.at = NOW + (396 - 30) * DAY
    assert tls.look()
    assert certificate_pin(seen(house.port)) != certificate_pin(before)
    assert seen(house.port, TERMINAL_NAME) == seen(house.port)
    assert open_page.get("/ca.crt").status_code == 200
    assert open_page._transport._pool.connections == [line]  # type: ignore[attr-defined]
    hub.greet()
    again = Hub(paired)
    closing.callback(again.close)
    again.greet()
    assert not tls.look()


def test_a_terminal_refuses_the_authority_of_another_hub(tmp_path: Path, closing: ExitStack) -> None:
    house, tls = at_work(tmp_path, closing)
    paired = paired_with(house, tls.certificate.pin)
    with pytest.raises(LinkError, match="不要继续配对"):
        paired_with(house, "0" * 16)
    foreign = planned("0.0.0.0", NAMES, tmp_path / "foreign")
    assert foreign is not None
    prepare(foreign, bytes(48), NOW)
    house.stop()
    house.serve_with(HubTls(foreign, bytes(48), SetClock(NOW)))
    house.start()
    impostor = Hub(paired)
    closing.callback(impostor.close)
    with pytest.raises(HubAway):
        impostor.greet()
    with pytest.raises(LinkError, match="不要继续配对"):
        paired_with(house, tls.certificate.pin)
    # it may hand out the right authority, which is no secret: it cannot speak for it
    house.stop()
    house.serve_with((foreign.server, foreign.server))
    house.start()
    open_trust(house.app, tls.certificate, house.url, Shown.OWN)
    with pytest.raises(HubAway):
        paired_with(house, tls.certificate.pin)


def test_terminals_of_the_version_before_are_told_the_authority_and_then_the_old_certificate_goes(
    tmp_path: Path, closing: ExitStack
) -> None:
    first = self_signed(tmp_path / "tls", NOW)
    old_pin = certificate_pin(ssl.PEM_cert_to_DER_cert(first[0].read_text()))
    house = House(tmp_path / "hub", tls=first)  # the hub of before
    closing.callback(lambda: house.stop())
    kiosk, screen, lost = (paired_with(house, old_pin) for _ in range(3))
    house.stop()
    tls = HubTls(wanted(tmp_path), SECRET, SetClock(NOW))
    house.serve_with(tls)
    house.start()
    watch = TlsWatch(tls, house.market)
    path = tmp_path / "paired.json"
    heard = Hub(kiosk, on_keys=lambda renewed: keep(path, renewed))
    other = Hub(screen)
    closing.callback(heard.close)
    closing.callback(other.close)
    heard.heartbeat(None, {})
    kept = load(path)
    assert kept is not None
    assert pins_of(kept.certificate) == (old_pin, tls.certificate.pin)
    other.heartbeat(None, {})
    heard.heartbeat(None, {})  # says that it trusts it now
    watch.look()
    assert tls.certificate.shown(NOW)[0] is Shown.FIRST  # the screen has not said so, and one is silent
    other.heartbeat(None, {})
    watch.look()
    assert tls.certificate.shown(NOW)[0] is Shown.FIRST
    house.revoke(lost.terminal)
    watch.look()
    assert tls.certificate.shown(NOW)[0] is Shown.OWN
    browser(house.port, tls.certificate.authority)
    for one in (heard, other):
        one._client._transport._pool.close()  # type: ignore[attr-defined]  # so that it has to shake hands again
        one.greet()
    again = Hub(kept)
    closing.callback(again.close)
    again.greet()
    behind = Hub(kiosk)  # the control: who was never told is not let in by the new certificate
    closing.callback(behind.close)
    with pytest.raises(HubAway):
        behind.greet()


def test_a_terminal_that_could_not_keep_the_authority_does_not_say_that_it_trusts_it(
    tmp_path: Path, closing: ExitStack
) -> None:
    first = self_signed(tmp_path / "tls", NOW)
    tls = HubTls(wanted(tmp_path), SECRET, SetClock(NOW))
    house = House(tmp_path / "hub", tls=first)
    closing.callback(lambda: house.stop())
    paired = paired_with(house, certificate_pin(ssl.PEM_cert_to_DER_cert(first[0].read_text())))
    house.stop()
    house.serve_with(tls)
    house.start()
    full = [True]

    def on_keys(_: Paired) -> None:
        if full[0]:
            raise OSError(28, "No space left on device")

    hub = Hub(paired, on_keys=on_keys)
    closing.callback(hub.close)
    watch = TlsWatch(tls, house.market)
    for _ in range(2):
        hub.heartbeat(None, {})
        watch.look()
    assert tls.certificate.shown(NOW)[0] is Shown.FIRST
    full[0] = False
    for _ in range(2):
        hub.heartbeat(None, {})
        watch.look()
    assert tls.certificate.shown(NOW)[0] is Shown.OWN


def test_the_markets_certificate_is_for_browsers_and_changing_it_concerns_no_terminal(
    tmp_path: Path, closing: ExitStack
) -> None:
    bought = MarketCertificate(**dict(zip(("certificate", "key"), self_signed(
        tmp_path / "bought", NOW, name="hub.lan", days=365), strict=True)))  # fmt: skip
    clock = SetClock(NOW)
    house, tls = at_work(tmp_path, closing, clock, bought)
    paired = paired_with(house, tls.certificate.pin)
    hub = Hub(paired)
    closing.callback(hub.close)
    hub.greet()
    browser(house.port, bought.certificate, "hub.lan")
    with pytest.raises(ssl.SSLCertVerificationError):
        browser(house.port, tls.certificate.authority, "hub.lan")
    before = seen(house.port)
    self_signed(tmp_path / "bought", NOW, name="hub.lan", days=365)
    assert tls.look()
    assert seen(house.port) != before
    again = Hub(paired)
    closing.callback(again.close)
    again.greet()
    clock.at = NOW + 366 * DAY  # nobody renewed it: the hub goes on with its own
    assert tls.look()
    assert seen(house.port) == seen(house.port, TERMINAL_NAME)


@pytest.mark.parametrize(("change", "sentence"), [
    ("other key", "不是一对"), ("other name", "没有 hub.lan"), ("no file", "读不了"), ("open key", "chmod 640"),
    ("nothing", ""),
])  # fmt: skip
def test_a_markets_certificate_that_cannot_work_is_refused_at_the_start(
    tmp_path: Path, change: str, sentence: str
) -> None:
    certificate, key = self_signed(tmp_path / "bought", NOW, name="shop.lan" if change == "other name" else "hub.lan")
    match change:
        case "other key":
            key = self_signed(tmp_path / "else", NOW, name="hub.lan")[1]
        case "no file":
            certificate.unlink()
        case "open key":
            key.chmod(0o644)
    market = MarketCertificate(certificate=certificate, key=key, names=("hub.lan", "192.0.2.10"))
    if not sentence:
        assert wanted(tmp_path, market=market).shown(NOW) == (Shown.MARKET, certificate)
        return
    with pytest.raises(SettingsError, match=sentence):
        wanted(tmp_path, market=market)


def test_half_a_setting_and_a_name_beyond_the_authority_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="要一起写"):
        planned("192.168.0.2", (), tmp_path, certificate=tmp_path / "a.pem")
    assert planned("127.0.0.1", (), tmp_path) is None
    wanted(tmp_path)
    beyond = planned("0.0.0.0", (*NAMES, "www.example.com"), tmp_path / "tls")
    assert beyond is not None
    with pytest.raises(SettingsError, match=r"管不到 www\.example\.com"):
        prepare(beyond, SECRET, NOW)
    further = planned("192.168.7.7", (*NAMES, "desk.lan"), tmp_path / "tls")
    assert further is not None
    assert prepare(further, SECRET, NOW)  # another address of the building: the same authority, a new certificate
    assert not prepare(further, SECRET, NOW)
    with pytest.raises(SettingsError, match="不是一套"):
        prepare(further, bytes(48), NOW)


def test_a_lost_folder_comes_back_from_the_root_key_and_terminals_still_trust_it(
    tmp_path: Path, closing: ExitStack
) -> None:
    house, tls = at_work(tmp_path, closing)
    paired = paired_with(house, tls.certificate.pin)
    for path in tls.certificate.folder.iterdir():
        path.unlink()
    house.stop()
    anew = HubTls(wanted(tmp_path), SECRET, SetClock(NOW))
    assert anew.certificate.pin not in pins_of(paired.certificate)  # another certificate of the same key
    house.serve_with(anew)
    house.start()
    hub = Hub(paired)
    closing.callback(hub.close)
    hub.greet()


@pytest.mark.soak
@pytest.mark.parametrize("bought", [False, True])
def test_the_process_serves_https_and_a_plain_door_and_binds_browsers_only_by_the_markets_certificate(
    tmp_path: Path, closing: ExitStack, bought: bool
) -> None:
    port, plain = free_port(), free_port()
    trusted = tmp_path / "hub" / "tls" / "hub-ca.pem"
    # 127.1 is this machine, and no address that the hub knows as such: it speaks TLS there
    said = (f'[hub]\nhost = "127.1"\nport = {port}\nhttp_port = {plain}\nnames = ["hub.lan"]\n'
            f'data = "{tmp_path / "hub"}"\n')  # fmt: skip
    if bought:
        trusted, key = self_signed(tmp_path / "bought", NOW, name="hub.lan")
        said += f'certificate = "{trusted}"\nkey = "{key}"\n'
    config = tmp_path / "linggong.toml"
    config.write_text(said, "utf8")
    process = subprocess.Popen([sys.executable, "-m", "content"], cwd=REPOSITORY, stdout=subprocess.DEVNULL,
                               env={**os.environ, "LINGGONG_CONFIG": str(config)})  # fmt: skip
    closing.callback(process.wait)
    closing.callback(process.terminate)
    until(lambda: _answers(plain), "the plain door is open")
    moved = httpx.get(f"http://127.0.0.1:{plain}/staff/jobs", headers={"Host": f"hub.lan:{plain}"})
    assert (moved.status_code, moved.headers["location"]) == (308, f"https://hub.lan:{port}/staff/jobs")
    assert httpx.post(f"http://127.0.0.1:{plain}/enter", data={"login": "a"}).status_code == 405
    with httpx.Client(verify=ssl.create_default_context(cafile=trusted)) as client:
        page = client.get(f"https://127.0.0.1:{port}/trust", extensions={"sni_hostname": "hub.lan"})
    assert ("不用做什么" in page.text) is bought
    assert ("strict-transport-security" in page.headers) is bought
    given = httpx.get(f"http://127.0.0.1:{plain}/ca.crt").content
    assert given == (tmp_path / "hub" / "tls" / "hub-ca.pem").read_bytes()


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def test_the_fingerprints_are_those_of_the_certificate_itself(tmp_path: Path) -> None:
    own = wanted(tmp_path)
    authority = read_certificate(own.authority)
    assert authority is not None
    long, short = fingerprints(own.authority_pem)
    assert bytes.fromhex(long.replace(" ", "")) == authority.fingerprint(hashes.SHA256())
    assert bytes.fromhex(short.replace(" ", "")) == authority.fingerprint(hashes.SHA1())
