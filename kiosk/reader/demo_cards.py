"""Eight invented resident cards for the demo and for tests; nobody has these names or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.reader.base import IdCard
from kiosk.reader.numbers import check_character

_REGION = "341721"  # 东至县
_COUNTY = "安徽省东至县"
_AUTHORITY = "东至县公安局"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    name: str
    sex: str
    age: int
    days_since: int
    sequence: int
    village: str
    nation_code: str = "01"
    moved_to: str = ""


_PEOPLE = (
    _Person(name="汪秋生", sex="1", age=52, days_since=75, sequence=61, village="尧渡镇梅城村二组18号"),
    _Person(name="檀小满", sex="2", age=45, days_since=190, sequence=142, village="东流镇江心村五组7号"),
    _Person(name="方大勇", sex="1", age=33, days_since=20, sequence=233, village="大渡口镇新丰村三组26号",
            moved_to="大渡口镇安置小区4幢203室"),
    _Person(name="王𬎆", sex="2", age=24, days_since=301, sequence=384, village="香隅镇联合村九组3号"),
    _Person(name="蓝木根", sex="1", age=61, days_since=133, sequence=95, village="花园乡源口村一组12号",
            nation_code="22"),
    _Person(name="胡小雨", sex="2", age=17, days_since=48, sequence=416, village="张溪镇白石村六组5号"),
    _Person(name="章小石", sex="1", age=15, days_since=260, sequence=527, village="葛公镇洪方村四组9号"),
    _Person(name="欧阳春兰", sex="2", age=38, days_since=110, sequence=208, village="木塔乡木塔村八组31号"),
)  # fmt: skip


def demo_cards(today: date) -> tuple[IdCard, ...]:
    """Return the cards, aged 52 45 33 24 61 17 15 38 on any `today`."""
    return tuple(_card(person, today) for person in _PEOPLE)


def _card(person: _Person, today: date) -> IdCard:
    birth = _anniversary(today - timedelta(days=person.days_since), -person.age)
    first_17 = f"{_REGION}{birth:%Y%m%d}{person.sequence:03d}"
    issued = _anniversary(birth, person.age - 3) + timedelta(days=30)
    years = _validity_years(person.age - 3)
    return IdCard(
        kind="resident",
        name=person.name,
        sex=person.sex,
        nation_code=person.nation_code,
        birth=birth,
        address=_COUNTY + person.village,
        number=first_17 + check_character(first_17),
        authority=_AUTHORITY,
        valid_from=issued,
        valid_to=_anniversary(issued, years) if years else None,
        long_term=not years,
        current_address=_COUNTY + person.moved_to if person.moved_to else None,
    )


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _validity_years(age_at_issue: int) -> int:
    """Return the years a card is valid, 0 for 长期 (居民身份证法 §5)."""
    for limit, years in ((16, 5), (26, 10), (46, 20)):
        if age_at_issue < limit:
            return years
    return 0
