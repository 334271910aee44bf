"""Puts the invented market into market.db once, and moves its dates along when a later day has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from content.clock import calendar_day
from content.demo.market_settings import demo_settings
from content.demo.outreach import demo_visits, demo_watches
from content.demo.seed import demo_records
from content.demo.windows import demo_windows
from content.model.codes import Role, Stage
from content.model.ids import new_id
from content.model.jobs import JobPost
from content.model.people import Staff
from content.model.tickets import Shift
from content.store.records import Page
from content.store.tables import Tables

_BY = "demo"
_SOON = timedelta(hours=12)
_LOOKED_BACK = timedelta(days=20)  # sources are noted from the first of that day's month
_EVERYTHING = Page(limit=10_000)


def plant(tables: Tables, login: str, now: datetime) -> None:
    """Make the demo account and the invented records, or bring the dates of earlier ones up to `now`."""
    if tables.staff.by_login(login) is None:
        roles = (Role.MANAGER, Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR)
        tables.staff.add(Staff(id=new_id(now), login=login, name="演示负责人", roles=roles, enabled=True,
                               pledged_on=calendar_day(now)))
    if tables.jobs.page(Page(limit=1))[1] == 0:
        _plant_all(tables, now)
        _plant_visits(tables, login, now)
    else:
        _freshen(tables, now)
    _plant_watches(tables, login, calendar_day(now))
    _plant_windows(tables, login, now)


def _plant_all(tables: Tables, now: datetime) -> None:
    records = demo_records(now)
    tables.market.save(demo_settings(records.market), tables.market.get().version, _BY)
    for employer in records.employers:
        tables.employers.save(employer, None)
    for job in records.jobs:
        tables.jobs.save(replace(job, number=tables.jobs.next_number()), None)
    pairs: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (tables.policies, records.policies), (tables.courses, records.courses), (tables.fairs, records.fairs),
        (tables.articles, records.articles), (tables.notices, records.notices),
    )  # fmt: skip
    for table, rows in pairs:
        for row in rows:
            table.save(row, None)




def _plant_visits(tables: Tables, login: str, now: datetime) -> None:
    """Make the demo account keeper of the bulletin board, and let it have visited firms."""
    owner, settings = tables.staff.by_login(login), tables.market.get()
    if owner is None:
        return
    tables.market.save(replace(settings, bulletin_owner=owner.id), settings.version, _BY)
    firms = tuple(tables.employers.every(Page(sort="name", descending=False)))
    for visit in demo_visits(firms, calendar_day(now), owner.id):
        tables.visits.save(visit, None)


def _plant_watches(tables: Tables, login: str, today: date) -> None:
    """Note the sources of every working day up to yesterday that the demonstration has not noted yet."""
    first = (today - _LOOKED_BACK).replace(day=1)
    noted = tables.source_watches.days(first, today)
    begin = max(noted) + timedelta(days=1) if noted else first
    owner = tables.staff.by_login(login)
    for entry in demo_watches(begin, today - timedelta(days=1), owner.id if owner else _BY):
        tables.source_watches.add(entry)


def _plant_windows(tables: Tables, login: str, now: datetime) -> None:
    """Make the windows once, and put the demo account on duty today."""
    if not tables.windows.all(retired=True):
        for window in demo_windows(now):
            tables.windows.save(window, None)
    owner, windows = tables.staff.by_login(login), tables.windows.all()
    if owner is not None and windows:
        tables.roster.add(Shift(day=calendar_day(now), window_id=windows[0].id, staff_id=owner.id))


def _freshen(tables: Tables, now: datetime) -> None:
    for job in tables.jobs.page(_EVERYTHING)[0]:
        if job.created_by == _BY and job.valid_until <= now + _SOON:
            _save_again(tables.jobs, _moved_job(job, now), now)
    for table, end in ((tables.courses, "ends_at"), (tables.fairs, "ends_at"), (tables.notices, "shown_until")):
        for record in table.page(_EVERYTHING)[0]:
            if getattr(record, end) <= now:
                _save_again(table, _moved(record, now - getattr(record, end) + timedelta(days=7)), now)


def _whole_days(span: timedelta) -> timedelta:
    return timedelta(days=span.days + 1)


def _moved_job(job: JobPost, now: datetime) -> JobPost:
    days = _whole_days(now + timedelta(days=3) - job.valid_until)
    first = calendar_day(now) if job.starts_on else None
    last = job.ends_on + days if job.ends_on else None
    return replace(job, starts_on=first, ends_on=last, valid_until=job.valid_until + days, verified_at=now)


def _moved(record: Any, span: timedelta) -> Any:
    days = _whole_days(span)
    moments = {name: getattr(record, name) + days for name in ("starts_at", "ends_at", "shown_from", "shown_until")
               if hasattr(record, name)}  # fmt: skip
    return replace(record, **moments)


def _save_again(table: Any, record: Any, now: datetime) -> None:
    saved = table.save(record, record.version)
    if saved.stage is Stage.SUBMITTED and record.stage is Stage.APPROVED:
        table.set_stage(saved.id, Stage.APPROVED, _BY, now)
