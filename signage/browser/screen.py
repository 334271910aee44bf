"""The screen process as the supervisor sees it, over loopback: any call may find nobody, and nothing depends on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import httpx

from signage.glass import GlassReport

_ANSWER_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OnGlass:
    """What the player says stands on the glass; `picture_wanted` asks for a screenshot of the scene."""

    order: int
    scene: str
    age_ms: int
    picture_wanted: bool


class Screen:
    """A client of one screen process; away is None or False, never a fault of the glass."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, timeout=_ANSWER_S, trust_env=False)

    def answers(self) -> bool:
        """Say whether the process serves the player."""
        try:
            return self._client.get("/player").is_success
        except httpx.HTTPError:
            return False

    def tell(self, report: GlassReport) -> OnGlass | None:
        """Tell how the glass is, and hear what should stand on it."""
        try:
            said = self._client.post("/glass", json=asdict(report)).raise_for_status().json()
            return OnGlass(order=int(said["order"]), scene=str(said["scene"]), age_ms=int(said["age_ms"]),
                           picture_wanted=bool(said["picture"]))  # fmt: skip
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return None

    def strike(self, order: int, scene: str) -> bool:
        """Report a scene that came onto the glass empty."""
        try:
            return self._client.post("/strikes", json={"order": order, "scene": scene}).is_success
        except httpx.HTTPError:
            return False

    def keep_picture(self, scene: str, png: bytes) -> bool:
        """Hand over the picture of a scene; False means that it is to be taken again."""
        return self._put(f"/glass/scenes/{scene}", png, "image/png")

    def show_live(self, jpeg: bytes) -> bool:
        """Hand over what the glass shows now."""
        return self._put("/glass/live", jpeg, "image/jpeg")

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _put(self, path: str, data: bytes, mime: str) -> bool:
        try:
            return self._client.put(path, content=data, headers={"Content-Type": mime}).is_success
        except httpx.HTTPError:
            return False
