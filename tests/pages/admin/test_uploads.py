"""Files on their way in, through the hub's own route."""

from __future__ import annotations

from datetime import timedelta

import pytest

from content.admin.uploads import Tray
from content.feeds.intake import Intake
from content.feeds.recognise import FileRefused
from content.model.codes import Role
from tests.pages.admin.world import NOW, World
from tests.unit.content.feeds.test_intake import HTML, mp4, picture, take

URL = "http://test/upload"


async def test_a_file_gets_a_ticket_and_a_bad_one_a_sentence(world: World) -> None:
    user = await world.user(Role.EDITOR)
    good = await user.http_client.put(URL, params={"sorts": "IMAGE"}, content=picture(), headers={"X-Name": "%E5"})
    assert good.status_code == 200
    assert good.json()["ticket"]
    bad = await user.http_client.put(URL, params={"sorts": "IMAGE"}, content=HTML, headers={"X-Name": "a.png"})
    assert bad.status_code == 422
    assert "不能用" in bad.json()["error"]
    assert (await user.http_client.put(URL, params={"sorts": "SHELL"}, content=b"x")).status_code == 422


async def test_nobody_logged_out_sends_anything(world: World) -> None:
    async with world.browser() as stranger:
        answer = await stranger.put(URL, params={"sorts": "VIDEO"}, content=mp4())
    assert answer.status_code == 401


def test_a_ticket_is_for_its_sender_once_and_for_an_hour(tmp_path_factory: pytest.TempPathFactory) -> None:
    intake = Intake(tmp_path_factory.mktemp("lying") / "tray")
    tray = Tray(intake)
    mine, old = take(intake, picture(), "a"), take(intake, picture(), "b")
    tray.put(old, "me", NOW - timedelta(hours=1))
    tray.put(mine, "me", NOW)
    assert not old.folder.exists()
    with pytest.raises(FileRefused):
        tray.take(mine.ticket, "somebody else")
    assert tray.take(mine.ticket, "me") is mine
    for ticket in (mine.ticket, old.ticket):
        with pytest.raises(FileRefused, match="再选一次"):
            tray.take(ticket, "me")
