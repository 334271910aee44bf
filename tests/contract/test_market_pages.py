"""An address of the desk that leads nowhere is answered in words."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.contract.market_rig import open_demo, settings_in


def test_an_unknown_page_says_in_chinese_where_to_go(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with open_demo(settings) as demo:
        demo.link()
        address = f"http://127.0.0.1:{settings.hub_port}/staff/nowhere"
        answer = httpx.get(address, follow_redirects=True, trust_env=False)
        assert answer.status_code == 404
        assert "没有这个页面，请从首页重新进入。" in answer.text
        assert "HTTPException" not in answer.text
