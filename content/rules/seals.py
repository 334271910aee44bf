"""What a check of the ledgers' seals came to, in words for the page, the doctor and the drill."""

from __future__ import annotations

from content.clock import local
from content.model.seals import SealVerdict

_NAMED = 3
_REMEDY = "请负责人马上找系统管理员：先不要改，拿备份核对是谁、什么时候动的。"


def verdict_words(verdict: SealVerdict) -> str:
    """Return what was found, and who should do what where something is wrong."""
    if verdict.findings:
        named = "；".join(one.sentence for one in verdict.findings[:_NAMED])
        more = len(verdict.findings) - _NAMED
        return f"台账和封记对不上：{named}{f'；另有 {more} 处' if more > 0 else ''}。{_REMEDY}"
    since = ""
    if verdict.found_at is not None:
        since = f"其中 {verdict.found} 条是 {local(verdict.found_at):%Y-%m-%d} 开始封记时已有的。"
    return f"台账的 {verdict.seq} 个封记首尾相连，每一条都和封记一样。{since}末号校验码 {verdict.head.hex()[:8]}。"
