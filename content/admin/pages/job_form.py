"""岗位, one: new, from an earlier one, or changed; judged while it is typed, saved as a draft or handed in."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from content.admin.beside import Beside
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.editing import blank_job, copy_of_job, job_from
from content.admin.editor import Craft, Editor
from content.admin.employer_choice import offer_employers
from content.admin.form_bar import form_bar, hand_in
from content.admin.job_findings import job_findings
from content.admin.login import EDITING, REVIEWING
from content.admin.outreach_forms import job_of_source, job_of_visit
from content.admin.parts import DeskPage
from content.admin.record_forms import EMPLOYER_KEY, TRADE_KEY, job_groups, trades_found
from content.admin.typed_choice import find_by_typing
from content.model.jobs import Employer, JobPost
from content.store.database import Tables

# what an employer says of its jobs where nobody typed anything else
_BY_EMPLOYER = ("contact_name", "contact_phone", "township_code", "address")


def _numbered(job: JobPost, tables: Tables) -> JobPost:
    return replace(job, number=tables.jobs.next_number())


def _craft(desk: Desk) -> Craft[JobPost]:
    return Craft(sort="job", groups=job_groups(), table=lambda tables: tables.jobs, assemble=job_from,
                 check=job_findings(desk.parts.alike), first_save=_numbered, judged=True)  # fmt: skip


def _start(tables: Tables, desk: Desk) -> tuple[JobPost, bool] | None:
    now = desk.now()
    if desk.named("id") != "new":
        job = tables.jobs.get(desk.named("id"))
        return None if job is None else (job, True)
    earlier = tables.jobs.get(desk.named("from")) if desk.named("from") else None
    return (_blank(tables, desk) if earlier is None else copy_of_job(earlier, desk.staff, now)), False


def _blank(tables: Tables, desk: Desk) -> JobPost:
    """Return a new job, with what is known where it was found (`?source=`) or asked for on a visit (`?visit=`)."""
    blank = blank_job(desk.staff, desk.now())
    entry = tables.source_watches.get(desk.named("source")) if desk.named("source") else None
    visit = tables.visits.get(desk.named("visit")) if desk.named("visit") else None
    firm = None if visit is None else tables.employers.get(visit.employer_id)
    if entry is not None:
        return job_of_source(blank, entry)
    return blank if firm is None else job_of_visit(blank, firm)


async def _find_by_typing(desk: Desk, editor: Editor[JobPost]) -> None:
    async def trades(text: str, chosen: str) -> dict[str, str]:
        return await asyncio.to_thread(trades_found, text, chosen)

    await offer_employers(desk, editor.form.part(EMPLOYER_KEY), editor.base.employer_id)
    await find_by_typing(editor.form.part(TRADE_KEY), trades, editor.base.trade_code)


def _defaults_by_employer(desk: Desk, editor: Editor[JobPost]) -> None:
    """Fill what is blank, or what the employer chosen before had filled, from the employer that is chosen."""
    choice = editor.form.part(EMPLOYER_KEY)
    given: dict[str, str] = {}

    async def chosen() -> None:
        key = str(choice.value or "")
        firm: Employer | None = await desk.ask(lambda tables: tables.employers.get(key)) if key else None
        if firm is None:
            return
        typed = editor.form.typed()
        own = {name: str(getattr(firm, name)) for name in _BY_EMPLOYER
               if typed[name] in ("", given.get(name))}  # fmt: skip
        given.update(own)
        editor.form.fill({name: value for name, value in own.items() if value != typed[name]})

    if desk.may(EDITING):
        choice.on_value_change(chosen)


async def _body(desk: Desk) -> None:
    start = await desk.ask(lambda tables: _start(tables, desk))
    if start is None:
        not_there("这个岗位", "岗位")
        return
    job, stored = start
    title = f"{job.number} 号岗位" if stored else "新岗位"
    head(title, "带 * 的必填。改动已发布的岗位后，要重新审核才会上自助机。")
    source = desk.named("from")
    editor = Editor(desk, _craft(desk), job, stored, f"copy of {source}" if source else "new")
    await _find_by_typing(desk, editor)
    if editor.judge is not None:
        beside = Beside(desk, job_groups(), lambda: editor.typed_record()[0], editor.judge.look)
        editor.judge.on_twin = beside.treat
    await editor.open()
    _defaults_by_employer(desk, editor)
    if not stored:
        editor.form.part("title").props("autofocus")
    submit = hand_in(desk, lambda tables: tables.jobs)
    form_bar(desk, editor, "/jobs", lambda job: f"{job.number} 号岗位", submit, again=True)


PAGE = DeskPage(path="/jobs/{id}", title="岗位", roles=EDITING | REVIEWING, body=_body)
