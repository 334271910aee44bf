"""The desk on the hub's own app: its door as plain routes, its pages by NiceGUI under /staff."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui

from content.admin.door import open_door
from content.admin.pages import (
    account_form,
    accounts,
    audit,
    employer_form,
    employers,
    filings,
    job_form,
    jobs,
    jobs_import,
    ledger,
    my_logins,
    policies,
    policy_form,
    review,
    today,
)
from content.admin.parts import MOUNT, AdminParts, DeskPage
from content.admin.shell import hang
from content.admin.uploads import open_uploads
from content.admin.written import written
from content.theme.frame import answer_errors


def own_pages() -> tuple[DeskPage, ...]:
    """Return the desk's own pages; a form comes after the list it belongs to."""
    return (today.PAGE, jobs.PAGE, job_form.PAGE, jobs_import.PAGE, employers.PAGE, employer_form.PAGE, review.PAGE,
            policies.PAGE, policy_form.PAGE, ledger.PAGE, filings.PAGE, accounts.PAGE, account_form.PAGE,
            my_logins.PAGE, audit.PAGE)  # fmt: skip


def build(app: FastAPI, parts: AdminParts) -> None:
    """Mount the desk on the hub's app.

    NiceGUI gets no storage secret: sessions are rows of market.db, so it sets no cookie and keeps no file a visitor.
    """
    open_door(app, parts)
    if parts.tray is not None:
        open_uploads(app, parts, parts.tray)
    answer_errors(lambda sentence: written("enter.html", sentence=sentence, link="", back="", login=""))
    hang(parts, (*own_pages(), *parts.pages))
    ui.run_with(app, mount_path=MOUNT, title="零工市场后台", language="zh-CN", tailwind=False, reconnect_timeout=30,
                binding_refresh_interval=None, show_welcome_message=False)  # fmt: skip
