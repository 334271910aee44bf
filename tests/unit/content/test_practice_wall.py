"""The wall between practice and the real market: folders apart, cookies apart, a band on every page."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from content.admin.login import COOKIE
from content.admin.practice_wall import BAND, PRACTICE_COOKIE, PracticeWall, banded, own_cookies
from content.errors import HubAway, SettingsError
from content.model.people import Staff
from content.practising import ask_anew, ask_for_link, clear_if_asked, own_settings
from content.settings import HubSettings, PracticeSettings


@pytest.mark.parametrize("own", ["hub", "hub/practice", "."])
def test_a_folder_that_overlaps_the_real_one_is_refused(tmp_path: Path, own: str) -> None:
    with pytest.raises(SettingsError, match="重叠"):
        own_settings(PracticeSettings(data=tmp_path / own), HubSettings(data=tmp_path / "hub"))


def test_a_way_round_by_a_link_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    (tmp_path / "practice").symlink_to(tmp_path / "hub")
    with pytest.raises(SettingsError, match="重叠"):
        own_settings(PracticeSettings(data=tmp_path / "practice"), HubSettings(data=tmp_path / "hub"))


def test_a_folder_apart_is_taken_with_the_address_of_the_hub(tmp_path: Path) -> None:
    """A control of the three above, with the folder beside the real one."""
    real = HubSettings(data=tmp_path / "hub", host="192.168.1.2", port=8080)
    own = own_settings(PracticeSettings(data=tmp_path / "hub-practice", port=8084), real)
    assert (own.data, own.host, own.port) == (tmp_path / "hub-practice", "192.168.1.2", 8084)
    assert own.site_id != real.site_id


def test_the_session_of_the_real_desk_never_gets_in() -> None:
    assert own_cookies(f"{COOKIE}=real; {PRACTICE_COOKIE}=mine; other=1") == f"{COOKIE}=mine; other=1"
    assert own_cookies(f"{COOKIE}=real") == ""


def test_begun_anew_everything_goes_but_the_keys(tmp_path: Path) -> None:
    for name in ("keys/root.key", "tls/hub.pem", "market.db", "market.db-wal", "attachments/a", "shelf/b"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1", "utf8")
    clear_if_asked(tmp_path)
    assert (tmp_path / "market.db").exists()  # nobody asked
    ask_anew(tmp_path)
    clear_if_asked(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys", "tls"]


def test_where_no_practice_runs_the_sentence_says_who_starts_it(tmp_path: Path) -> None:
    someone = Staff(id="s-1", login="zhang", name="张样例", roles=(), enabled=False, pledged_on=None)
    with pytest.raises(HubAway, match="请系统管理员启动"):
        ask_for_link(tmp_path)(someone)


def _served() -> Starlette:
    def page(_request: object) -> Response:
        answer = HTMLResponse("<html><body class='x'><p>页</p></body></html>")
        answer.set_cookie(COOKIE, "token")
        return answer

    def told(_request: object) -> Response:
        return JSONResponse({"a": 1})

    def file(_request: object) -> Response:
        return Response(b"%PDF", media_type="application/pdf", headers={
            "content-disposition": "attachment; filename*=utf-8''%E5%8F%B0%E8%B4%A6.pdf"})  # fmt: skip

    app = Starlette(routes=[Route("/", page), Route("/told", told), Route("/file", file)])
    app.add_middleware(PracticeWall)
    return app


def _browser() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(_served()), base_url="http://test")


async def test_every_page_has_the_band_first_and_only_pages_have_it() -> None:
    async with _browser() as client:
        answer = await client.get("/")
        assert answer.text.index("<body class='x'>") < answer.text.index(BAND) < answer.text.index("<p>页</p>")
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert answer.headers["set-cookie"].startswith(f"{PRACTICE_COOKIE}=token")
        assert (await client.get("/told")).json() == {"a": 1}
    assert BAND.encode() in banded(b"no body at all")


async def test_a_file_says_what_it_is_by_its_name() -> None:
    async with _browser() as client:
        told = (await client.get("/file")).headers["content-disposition"]
    assert told == "attachment; filename*=utf-8''%E7%BB%83%E4%B9%A0-%E4%B8%8D%E7%AE%97%E6%95%B0-%E5%8F%B0%E8%B4%A6.pdf"
