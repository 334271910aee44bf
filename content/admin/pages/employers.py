"""企业: the list; one that is not verified has no job in any edition (R104)."""

from __future__ import annotations

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.list_choices import EMPLOYER_CHOICES, owners
from content.admin.listing import Cell, Flag, Row
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.record_list import RecordList
from content.admin.sheets_out import EMPLOYERS
from content.admin.wording import day_words
from content.model.codes import Stage
from content.model.jobs import Employer
from content.model.places import TOWNSHIPS
from content.privacy import mask_name, mask_phone
from content.store.database import Tables
from content.store.records import Page

_COLUMNS = ("单位名称", "类型", "乡镇", "联系人", "核实")
_SORTS = {"单位名称": "name", "类型": "kind", "乡镇": "township", "核实": "verified_at"}


def _row(firm: Employer) -> Row:
    how = "" if firm.verified_how is None else f"{day_words(firm.verified_at)} {firm.verified_how.label}"
    flag = Flag(word="已核实", tone="good") if firm.verified_at is not None else Flag(word="未核实", tone="warn")
    return Row(id=firm.id, cells=(
        Cell(text=firm.name, look="main", href=f"{MOUNT}/employers/{firm.id}", small=firm.credit_code),
        Cell(text=firm.kind.label),
        Cell(text=TOWNSHIPS.get(firm.township_code, "")),
        Cell(text=mask_name(firm.contact_name), small=mask_phone(firm.contact_phone), look="num"),
        Cell(flags=(flag,), small=how),
    ))  # fmt: skip


def _look(tables: Tables, page: Page) -> tuple[tuple[Row, ...], int, dict[Stage, int]]:
    firms, total = tables.employers.page(page)
    return tuple(_row(firm) for firm in firms), total, {}


async def _body(desk: Desk) -> None:
    head("企业", "没有核实的单位，它的岗位不会上自助机和信息屏。",
         ("新企业", "/employers/new") if desk.may(EDITING) else None)  # fmt: skip
    firms = RecordList(desk, "/employers", _COLUMNS, _look, None, search="单位名称、信用代码", sorts=_SORTS,
                       sheet=EMPLOYERS, choices=(*EMPLOYER_CHOICES, await desk.ask(owners)),
                       none="没有找到企业。换个词试试，或者点右上角“新企业”。")  # fmt: skip
    await firms.show()


PAGE = DeskPage(path="/employers", title="企业", menu="企业", place=30, body=_body)
