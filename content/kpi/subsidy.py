"""The money that follows a score: 年度运营补贴 in two rounds, 建设补贴, 整改 and the end of the contract (A2-4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from content.kpi.facts import SubsidyFacts
from content.kpi.readings import BandScore, MissedHalf, Proportion, Rectification
from content.kpi.rulebook import Band, Rulebook
from content.kpi.score import printed, rounded
from content.model.codes import Labelled
from content.model.findings import Finding, Severity

_FEN = 100


class ConstructionState(Labelled):
    """Where 建设补贴 stands for the coming year."""

    NOT_ACCEPTED = "not_accepted", "还没有验收合格"
    PAYABLE = "payable", "可以拨付"
    WAITING = "waiting", "整改合格后拨付"
    ALL_PAID = "all_paid", "已经拨满"
    CLAWED_BACK = "clawed_back", "追回已发放的"


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfRound:
    """What the half-year round pays."""

    points: str  # as the band was read by
    due_fen: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRound:
    """What the year entitles to and what is still due at its end."""

    points: str
    entitled_fen: int
    paid_fen: int
    due_fen: int
    due_if_half_lost_fen: int  # the prudent figure, printed beside the other (A3.13)
    sentence: str
    note: str = ""  # what 考核小组 has to decide (A3.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanctions:
    """What a low score or a grave violation brings, and 建设补贴 after it."""

    rectify: bool
    end_contract: bool
    clawback_fen: int
    construction: ConstructionState
    construction_fen: int  # of the coming year, payable now
    sentences: tuple[str, ...]


def check_subsidy(rules: Rulebook, facts: SubsidyFacts, year: int) -> tuple[Finding, ...]:
    """Return what cannot be right in what was typed about the money of a year."""
    found, cap = [], rules.subsidy.cap_yuan
    if not 0 < facts.budget_fen <= cap * _FEN:
        found.append(("budget_fen", f"年度预算应大于 0、不超过 {cap} 元，请县人社局按文件更正。"))
    if facts.paid_half_fen < 0 or facts.paid_half_fen > facts.budget_fen:
        found.append(("paid_half_fen", "上半年已拨付的不能是负数，也不能超过年度预算，请县人社局核对。"))
    if year not in rules.subsidy.years:
        years = "、".join(str(one) for one in rules.subsidy.years)
        found.append(("year", f"{year} 年不在运营补贴年限（{years}）里，请县人社局确认是否续补。"))
    if not 0 <= facts.construction_paid_years <= rules.construction.years or facts.construction_paid_fen < 0:
        found.append(("construction_paid_years", f"建设补贴最多拨 {rules.construction.years} 年，请县人社局核对。"))
    return tuple(Finding(field=name, sentence=told, severity=Severity.BLOCK) for name, told in found)


def band_points(rules: Rulebook, points: Fraction) -> Fraction:
    """Return the number on which the bands are read (A3.11)."""
    reading = rules.readings.band_score
    if reading is BandScore.EXACT:
        return points
    return rounded(points, 0 if reading is BandScore.WHOLE_POINTS else rules.decimals)


def half_round(rules: Rulebook, points: Fraction, budget_fen: int) -> HalfRound:
    """Return what the half-year round pays for a score."""
    half, read = rules.subsidy.half, band_points(rules, points)
    share = half.share if read >= half.least and half.share else Fraction()
    return HalfRound(points=_told(rules, read), due_fen=_fen(share * _capped(rules, budget_fen)),
                     sentence=half.text if share else rules.subsidy.none_text)  # fmt: skip


def year_round(rules: Rulebook, points: Fraction, facts: SubsidyFacts) -> YearRound:
    """Return what the year entitles to, and what is due after the half-year round."""
    budget, read = _capped(rules, facts.budget_fen), band_points(rules, points)
    band = next((one for one in rules.subsidy.bands if read >= one.least), None)
    entitled = _fen(_share(rules, band, points) * budget)
    half_fen = _fen((rules.subsidy.half.share or 0) * Fraction(budget))
    half = facts.half_points
    missed = half is not None and band_points(rules, half) < rules.subsidy.half.least
    payable = max(0, entitled - facts.paid_half_fen)
    prudent = max(0, entitled - max(facts.paid_half_fen, half_fen if missed else 0))
    note = ""
    if band is None and facts.paid_half_fen:
        note = "年终应付 0；已付半年款的处理，请考核小组定。"
    elif missed and prudent != payable:
        note = f"半年未达 {_told(rules, rules.subsidy.half.least)} 分，半年部分是否年终补拨，请与县人社局定。"
    lost = rules.readings.missed_half is MissedHalf.LOST
    return YearRound(points=_told(rules, read), entitled_fen=entitled, paid_fen=facts.paid_half_fen,
                     due_fen=prudent if lost else payable, due_if_half_lost_fen=prudent,
                     sentence=rules.subsidy.none_text if band is None else band.text, note=note)  # fmt: skip


def _share(rules: Rulebook, band: Band | None, points: Fraction) -> Fraction:
    if band is None:
        return Fraction()
    if band.share is not None:
        return band.share
    full_band = rules.readings.proportion is Proportion.OF_FULL_BAND
    whole = rules.subsidy.bands[0].least if full_band else Fraction(rules.full_points)
    return min(Fraction(1), band_points(rules, points) / whole)


def sanctions(rules: Rulebook, points: Fraction, facts: SubsidyFacts, for_half: bool = False) -> Sanctions:
    """Return what follows an assessment; earlier years and the half-year come with the facts."""
    text, below = rules.sanctions, rules.sanctions.below
    low = band_points(rules, points) < below
    asks = low and not (for_half and rules.readings.rectification is Rectification.YEAR_ONLY)
    waits = asks or facts.rectification_open
    last = (points, *facts.points_before)[: text.years_in_row]
    in_row = not for_half and len(last) == text.years_in_row and all(
        one is not None and band_points(rules, one) < below for one in last)  # fmt: skip
    ends = in_row or bool(facts.violations)
    told = [*([text.rectify_text] if asks else []), *([text.end_text] if ends else []),
            *(f"{one.what}（{one.document}）" for one in facts.violations)]  # fmt: skip
    state = _construction(rules, facts, ends, waits)
    yearly = rules.construction.yearly_yuan * _FEN
    return Sanctions(
        rectify=asks, end_contract=ends, clawback_fen=facts.construction_paid_fen if ends else 0, construction=state,
        construction_fen=yearly if state is ConstructionState.PAYABLE else 0, sentences=tuple(told),
    )  # fmt: skip


def _construction(rules: Rulebook, facts: SubsidyFacts, ends: bool, waits: bool) -> ConstructionState:
    if ends:
        return ConstructionState.CLAWED_BACK
    if not facts.accepted:
        return ConstructionState.NOT_ACCEPTED
    if facts.construction_paid_years >= rules.construction.years:
        return ConstructionState.ALL_PAID
    return ConstructionState.WAITING if waits else ConstructionState.PAYABLE


def _capped(rules: Rulebook, budget_fen: int) -> int:
    return min(max(0, budget_fen), rules.subsidy.cap_yuan * _FEN)


def _fen(amount: Fraction) -> int:
    return int(rounded(Fraction(amount), 0))


def _told(rules: Rulebook, points: Fraction) -> str:
    return printed(points, rules.decimals)
