"""Charts of the desk in the colours of the tokens: what ECharts is told, pure but for reading tokens.css once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

_NAMES = ("brand", "accent", "gold", "ok")


@cache
def palette() -> tuple[str, ...]:
    """Return the colours of series, first to last."""
    tokens = files("content.theme").joinpath("tokens.css").read_text("utf8")
    found = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", tokens))
    return tuple(found[name] for name in _NAMES)


def bars(labels: Sequence[str], series: Mapping[str, Sequence[int | None]], unit: str) -> dict[str, Any]:
    """Return the options of a chart of bars, one group a label; figures stand on the bars, None is no bar."""
    slant = 30 if len(labels) > 8 else 0  # longer rows of words would run into each other
    return {
        "color": list(palette()), "animation": False,
        "grid": {"left": 8, "right": 8, "bottom": 8, "containLabel": True},
        "legend": {"show": len(series) > 1, "top": 0}, "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(labels), "axisLabel": {"interval": 0, "rotate": slant}},
        "yAxis": {"type": "value", "minInterval": 1, "name": unit},
        "series": [{"type": "bar", "name": name, "data": list(values), "barMaxWidth": 44,
                    "label": {"show": True, "position": "top"}} for name, values in series.items()],
    }  # fmt: skip
