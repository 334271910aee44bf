"""Townships of 东至县 (NBS codes, domain C) and the rings by which "near" is told."""

from __future__ import annotations

from functools import cache

# display names are settable by the market; codes are what is stored
TOWNSHIPS: dict[str, str] = {
    "341721100": "尧渡镇", "341721101": "东流镇", "341721102": "大渡口镇", "341721103": "胜利镇",
    "341721104": "张溪镇", "341721105": "洋湖镇", "341721106": "葛公镇", "341721107": "香隅镇",
    "341721108": "官港镇", "341721109": "昭潭镇", "341721110": "龙泉镇", "341721111": "泥溪镇",
    "341721200": "花园乡", "341721201": "木塔乡", "341721202": "青山乡",
    "341721400": "东至经济开发区", "341721401": "大渡口经济开发区",
}  # fmt: skip

HOTLINES: tuple[tuple[str, str], ...] = (
    ("12333", "人社服务"), ("12345", "政务服务"), ("12348", "法律援助"), ("12351", "工会维权"),
    ("12338", "妇女维权"), ("12385", "残疾人服务"), ("12355", "青少年服务"),
    ("110", "报警"), ("119", "火警"), ("120", "急救"),
)  # fmt: skip

MARKET_TOWNSHIP = "341721100"  # the county seat, where the market stands unless its address says otherwise

# Who lies beside whom, read off the map and not from an official list: the market checks it. A development zone lies
# in the township named beside it.
_BESIDE = """
大渡口镇 胜利镇 张溪镇 大渡口经济开发区
胜利镇 东流镇 张溪镇 大渡口经济开发区
东流镇 香隅镇 尧渡镇 张溪镇 东至经济开发区
香隅镇 尧渡镇 青山乡 东至经济开发区
尧渡镇 张溪镇 洋湖镇 葛公镇 泥溪镇 青山乡 东至经济开发区
张溪镇 洋湖镇 大渡口经济开发区
洋湖镇 葛公镇 花园乡
葛公镇 花园乡 官港镇
青山乡 泥溪镇 东至经济开发区
泥溪镇 龙泉镇 官港镇
龙泉镇 昭潭镇 官港镇
昭潭镇 官港镇 木塔乡
官港镇 木塔乡 花园乡
"""


@cache
def _beside() -> dict[str, frozenset[str]]:
    codes = {name: code for code, name in TOWNSHIPS.items()}
    found: dict[str, set[str]] = {code: set() for code in TOWNSHIPS}
    for line in _BESIDE.split("\n"):
        first, *others = [codes[name] for name in line.split()] or [""]
        for other in others:
            found[first].add(other)
            found[other].add(first)
    return {code: frozenset(near) for code, near in found.items()}


def rings_of(township: str) -> tuple[tuple[str, ...], ...]:
    """Return the township and then those beside it, in the order of the list; nothing for an unknown code."""
    if township not in TOWNSHIPS:
        return ()
    near = _beside()[township]
    return (township,), tuple(code for code in TOWNSHIPS if code in near)


def township_in(address: str) -> str:
    """Return the code of the township an address names, "" where it names none."""
    return next((code for code, name in TOWNSHIPS.items() if name in address), "")
