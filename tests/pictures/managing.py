"""The pictures of what a manager and an administrator do rarely: practice, own rights, terms, update, hand-over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from content.clock import SystemClock
from content.demo.settings import DemoSettings
from content.house import console_path
from content.privacy import ColumnCipher, KeyRing
from content.root_key import root_key
from content.store.database import Readers
from tests.browser.desk_people import AtTheDesk
from tests.contract.market_rig import REPOSITORY
from tests.contract.market_visitor import Invented, Visitor
from tests.contract.printer_process import wait_for
from tests.contract.signed_packages import build, keep_key
from tests.pictures.keeping import keep

_MADE_MS = 120_000
# a number with a true check character; who owns it does not exist
COMER = Invented(name="王小样", spelling=("wang", "xiao", "yang"), phone="13900009001", birth=date(1975, 3, 8),
                 serial=998)  # fmt: skip


def as_installed(folder: Path) -> dict[str, str]:
    """Return what tells a demonstration to take itself for installed below this folder, with a release key."""
    (folder / "drop/incoming").mkdir(parents=True)
    keep_key(folder / "release-keys")
    return {"LINGGONG_PICTURES": str(folder), "PYTHONPATH": f"{Path(__file__).with_name('installed')}:{REPOSITORY}"}


def newest(settings: DemoSettings) -> tuple[str, str]:
    """Return who registered last: their id, and their ID number."""
    data = settings.data / "hub"
    keys = KeyRing.from_root(root_key(data / "keys" / "root.key"))
    with Readers(data / "market.db", keys, SystemClock()).reading() as tables:
        (found, *_), _ = tables.seekers.registrations(limit=1)
        seeker = tables.seekers.get(found.seeker_id)
    assert seeker is not None
    number = ColumnCipher(key=keys.data).decrypt(seeker.id_number.ciphertext, "seeker", "id_number", seeker.id)
    return seeker.id, number


def practises(manager: AtTheDesk, settings: DemoSettings) -> None:
    """Take the way to the market of practice, and its first page with the band."""
    wait_for(console_path(settings.data / "practice").exists, _MADE_MS / 500, "the market of practice to open")
    manager.go("/practice")
    keep(manager.page, "practice")
    manager.press("去练习")
    link = manager.page.get_by_role("link", name="打开练习场")  # what a browser that opens no page by itself leaves
    expect(link).to_be_visible(timeout=_MADE_MS)
    there = manager.page.context.new_page()
    there.goto(str(link.get_attribute("href")))
    there.get_by_role("button", name="进入后台").click()
    there.wait_for_url("**/staff/**")
    there.wait_for_function("window.did_handshake === true")
    keep(there, "practice-market")
    there.close()


def comes_in_person(manager: AtTheDesk, settings: DemoSettings, kiosk: Visitor) -> None:
    """Take what somebody sees of themselves; they register first, since nobody can have the demonstration's numbers."""
    kiosk.register_by_hand(COMER)
    wait_for(lambda: newest(settings)[1] == COMER.number, _MADE_MS / 1000, "the registration to arrive")
    manager.go(f"/ledger/people/{newest(settings)[0]}/rights")
    manager.page.get_by_label("证件号码 *").fill(COMER.number)
    manager.press("核对并显示")
    expect(manager.page.locator("table.listing").first).to_contain_text(COMER.number, timeout=_MADE_MS)
    keep(manager.page, "own-rights")


def updates(manager: AtTheDesk, folder: Path) -> None:
    """Bring a package and take the page on which it waits."""
    package = build(folder, "0.2.0", filling=3_000_000)
    manager.go("/updates")
    signature = package.with_name(package.name + ".sig")
    manager.page.locator('input[data-to="/package"]').set_input_files([str(package), str(signature)])
    manager.sees("零工站 0.2.0", "签名对")
    manager.page.wait_for_timeout(9000)  # the word that it was checked goes
    keep(manager.page, "updates")


def hands_over(manager: AtTheDesk) -> None:
    """Rehearse a hand-over and take what is shown of it, with the key of an archive that is thrown away."""
    page: Page = manager.page
    manager.go("/contract-end")
    page.get_by_label("移交给哪个单位").fill("样例县人力资源和社会保障局")
    keep(page, "contract-end")
    manager.press("先试一份")
    expect(page.locator(".key-sheet")).to_be_visible(timeout=_MADE_MS)
    page.mouse.wheel(0, 4000)
    keep(page, "contract-end-made")
    with page.expect_download(timeout=_MADE_MS):
        page.get_by_role("link", name="下载归档").click()


def scenes(manager: AtTheDesk, settings: DemoSettings, folder: Path) -> dict[str, Callable[[], None]]:
    """Return each scene by the word that asks for it alone."""
    browser = manager.page.context.browser
    assert browser is not None

    def page(path: str, name: str) -> Callable[[], None]:
        def take() -> None:
            manager.go(path)
            keep(manager.page, name)

        return take

    return {
        "own-rights": lambda: comes_in_person(manager, settings, Visitor(browser, settings.kiosk_port)),
        "training": page("/training", "training"), "retention": page("/retention", "retention"),
        "updates": lambda: updates(manager, folder), "hand-over": lambda: hands_over(manager),
        # last: that market opens when the real one has been open for a while
        "practice": lambda: practises(manager, settings),
    }  # fmt: skip
