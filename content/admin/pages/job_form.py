"""岗位, one: new, from an earlier one, or changed; saved as a draft or handed to the reviewer."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui
from nicegui.events import GenericEventArguments

from content.admin.checks import job_findings
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.editing import blank_job, copy_of_job, job_from
from content.admin.editor import Craft, Editor
from content.admin.form_bar import form_bar, hand_in
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.admin.record_forms import EMPLOYER_KEY, job_groups
from content.model.jobs import JobPost
from content.store.database import Tables
from content.store.records import Page

_OFFERED = 30  # employers in the list at once; typing narrows it


def _numbered(job: JobPost, tables: Tables) -> JobPost:
    return replace(job, number=tables.jobs.next_number())


def _craft() -> Craft[JobPost]:
    return Craft(sort="job", groups=job_groups(), table=lambda tables: tables.jobs, assemble=job_from,
                 check=job_findings, first_save=_numbered)  # fmt: skip


def _employers(tables: Tables, text: str, chosen: str) -> dict[str, str]:
    found, _ = tables.employers.page(Page(text=text, limit=_OFFERED))
    offered = {firm.id: firm.name + ("" if firm.verified_at else "（未核实）") for firm in found}
    own = tables.employers.get(chosen) if chosen and chosen not in offered else None
    return offered | ({own.id: own.name} if own is not None else {})


def _start(tables: Tables, desk: Desk) -> tuple[JobPost, bool] | None:
    now = desk.now()
    if desk.named("id") != "new":
        job = tables.jobs.get(desk.named("id"))
        return None if job is None else (job, True)
    earlier = tables.jobs.get(desk.named("from")) if desk.named("from") else None
    return (blank_job(desk.staff, now) if earlier is None else copy_of_job(earlier, desk.staff, now)), False


async def _offer_employers(desk: Desk, editor: Editor[JobPost]) -> None:
    choice = editor.form.part(EMPLOYER_KEY)
    if not isinstance(choice, ui.select):
        return
    first = await desk.ask(lambda tables: _employers(tables, "", editor.base.employer_id))
    choice.props("use-input fill-input hide-selected input-debounce=250")
    choice.set_options(first, value=editor.base.employer_id or None)

    async def narrow(event: GenericEventArguments) -> None:
        text, chosen = str(event.args or ""), str(choice.value or "")
        if text != dict(choice.options).get(chosen):  # the label of what is chosen is not a search
            choice.set_options(await desk.ask(lambda tables: _employers(tables, text, chosen)), value=chosen or None)

    choice.on("input-value", narrow)


async def _body(desk: Desk) -> None:
    start = await desk.ask(lambda tables: _start(tables, desk))
    if start is None:
        not_there("这个岗位", "岗位")
        return
    job, stored = start
    title = f"{job.number} 号岗位" if stored else "新岗位"
    head(title, "带 * 的必填。改动已发布的岗位后，要重新审核才会上自助机。")
    editor = Editor(desk, _craft(), job, stored)
    await _offer_employers(desk, editor)
    await editor.resume()
    if stored:
        editor.form.show(await desk.ask(lambda tables: job_findings(job, tables, desk.now())))
    form_bar(desk, editor, "/jobs", lambda job: f"{job.number} 号岗位", hand_in(desk, lambda tables: tables.jobs))


PAGE = DeskPage(path="/jobs/{id}", title="岗位", roles=EDITING | REVIEWING, body=_body)
