"""用工台账: every job employers asked hands for, with how it came to the market; filtered and taken home (R181)."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.ledger_choices import job_choices
from content.admin.ledger_papers import blank_form
from content.admin.listing import Cell, Flag, Row
from content.admin.login import LEDGER_READING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.sheets_ledger import JOBS, trade_names
from content.admin.walk_in import HIRING
from content.admin.wording import last_day_words, pay_words
from content.clock import local
from content.model.codes import Role, Stage
from content.model.ledgers import JobLine
from content.model.places import TOWNSHIPS
from content.privacy import mask_name, mask_phone
from content.store.database import Tables
from content.store.records import Page

_READING = LEDGER_READING | {Role.EDITOR, Role.REVIEWER}
_COLUMNS = ("编号", "登记", "用工单位", "要招", "薪资", "乡镇", "状态", "来自")


def row_of(line: JobLine, firm: str) -> Row:
    """Return one job as a line; the contact masked."""
    job = line.job
    late = (Flag(word="补录", tone="calm"),) * line.late
    contact = " ".join(filter(None, (mask_name(job.contact_name) if job.contact_name else "",
                                     mask_phone(job.contact_phone) if job.contact_phone else "")))  # fmt: skip
    return Row(id=job.id, cells=(
        Cell(text=str(job.number), small=line.receipt, look="num", href=f"{MOUNT}/jobs/{job.id}"),
        Cell(text=f"{local(job.created_at):%Y-%m-%d}" if job.created_at else "—", look="num", flags=late),
        Cell(text=firm or "—", small=contact, look="main"),
        Cell(text=f"{job.title} {job.headcount} 人", small=trade_names((job.trade_code,) if job.trade_code else ())),
        Cell(text=pay_words(job), small=job.settlement.label, look="num"),
        Cell(text=TOWNSHIPS.get(job.township_code, "—")),
        Cell(text=job.stage.label, small=f"到 {last_day_words(job.valid_until)}"),
        Cell(text=line.channel.label if line.channel else "工作人员录入", small=job.source.label),
    ))  # fmt: skip


async def _body(desk: Desk) -> None:
    def look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
        lines, total = tables.job_ledger.page(page)
        firms = tables.employers.names(line.job.employer_id for line in lines)
        return tuple(row_of(line, firms.get(line.job.employer_id, "")) for line in lines), total, {}

    head("用工台账", "用工单位要的每一个岗位，从哪里来、现在怎样。岗位在“岗位”里改，这里只看、筛、导出。",
         ("录入纸质登记表", "/ledger/hire") if desk.may(HIRING) else None)  # fmt: skip
    blank_form(desk, "用工登记表")
    shown = RecordList(desk, "/ledger/jobs", _COLUMNS, look, None, search="岗位、单位、编号，可打拼音",
                       none="没有找到用工需求。换个词或筛选条件试试。", choices=job_choices(desk.now()),
                       sheet=JOBS)  # fmt: skip
    await shown.show()


PAGE = DeskPage(path="/ledger/jobs", title="用工台账", menu="用工台账", place=90, body=_body, roles=_READING)
