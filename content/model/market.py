"""市场设置: who the market is, what it must display, and the figures and days its rules stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from content.model.published import HardshipCategory, LicenceDisplay, MarketCard


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """最低工资 in fen with the document it is taken from; never guessed, so None until typed."""

    monthly_fen: int
    hourly_fen: int
    source: str
    source_url: str
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayYear:
    """放假和调休 of one year as the State Council announces it."""

    year: int
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSettings:
    """Everything on the page 市场设置; `card`, `licences` and `hardship` are public, the rest stays at the desk."""

    card: MarketCard = field(default_factory=MarketCard)
    licences: LicenceDisplay = field(default_factory=LicenceDisplay)
    minimum_wage: MinimumWage | None = None
    hardship: tuple[HardshipCategory, ...] = ()
    holidays: tuple[HolidayYear, ...] = ()
    two_person_market: bool = False  # True lets the editor review: shown wherever it counts
    bulletin_owner: str = ""  # staff id (R141)
    version: int = 0  # of the save; 0 before the first
