"""The desk on the hub's own app: its door as plain routes, its pages by NiceGUI under /staff."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import ui

from content.admin.door import open_door
from content.admin.exports import open_exports
from content.admin.gate import Allowance, SafeAnswers, Turnstile
from content.admin.media_serving import open_media
from content.admin.old_browser import OldBrowsers
from content.admin.origin import SameOrigin
from content.admin.pages import (
    account_form,
    accounts,
    aid,
    aid_file,
    appeals,
    applications,
    article_form,
    articles,
    audit,
    call_panel,
    case_file,
    cases,
    clips,
    complaint_file,
    complaints,
    consult_month,
    consultations,
    course_form,
    course_review,
    courses,
    coverage,
    dispute_file,
    disputes,
    duty,
    editions,
    emergency,
    employer_form,
    employers,
    fair_form,
    fairs,
    filings,
    friday,
    guidance,
    guidance_file,
    hand_over,
    hiring_entry,
    hirings,
    history,
    job_form,
    job_ledger,
    jobs,
    jobs_import,
    ledger,
    ledger_entry,
    ledger_person,
    line_review,
    loans,
    market_settings,
    media,
    media_form,
    my_logins,
    notice_form,
    notices,
    outward,
    own_rights,
    placement_file,
    policies,
    policy_form,
    preview,
    referral_file,
    referrals,
    report,
    reports,
    retention,
    review,
    roster,
    satisfaction,
    score,
    score_assessment,
    score_figures,
    score_rows,
    security_trainings,
    sessions,
    sources,
    statistics,
    sweep_week,
    today,
    training_survey,
    usage,
    visit_form,
    visits,
    wage_form,
    wages,
    window_form,
    windows,
    worklog,
)
from content.admin.parts import MOUNT, AdminParts, DeskPage
from content.admin.previews import Draft, open_preview
from content.admin.screen_serving import open_screens
from content.admin.shell import hang
from content.admin.uploads import open_uploads
from content.admin.written import written
from content.faults import answer_faults
from content.theme.frame import answer_errors


def own_pages() -> tuple[DeskPage, ...]:
    """Return the desk's own pages; a form comes after the list it belongs to."""
    return (today.PAGE, duty.PAGE, sources.PAGE, visits.PAGE, visit_form.PAGE, coverage.PAGE, coverage.TOPIC,
            jobs.PAGE, job_form.PAGE, jobs_import.PAGE, employers.PAGE, employer_form.PAGE, review.PAGE,
            preview.PAGE, friday.PAGE, editions.PAGE, emergency.PAGE, outward.PAGE,
            policies.PAGE, policy_form.PAGE, courses.PAGE, course_form.PAGE, fairs.PAGE, fair_form.PAGE, articles.PAGE,
            article_form.PAGE, notices.PAGE, notice_form.PAGE, wages.PAGE, wage_form.PAGE,
            media.PAGE, media_form.PAGE, clips.PAGE, ledger.PAGE, ledger.FORMER, ledger_entry.PAGE,
            ledger_entry.CORRECTION, ledger_person.PAGE, own_rights.PAGE,
            line_review.PAGE, job_ledger.PAGE, hiring_entry.PAGE,
            filings.PAGE, accounts.PAGE, account_form.PAGE, hand_over.PAGE, market_settings.PAGE, my_logins.PAGE,
            audit.PAGE, retention.PAGE, history.PAGE, applications.PAGE, complaints.PAGE, complaint_file.PAGE,
            hirings.PAGE, cases.PAGE, case_file.PAGE, usage.PAGE,
            # the word of a measure would take the two fixed addresses
            score.PAGE, score_figures.PAGE, score_assessment.PAGE, score_rows.PAGE, appeals.PAGE,
            consultations.PAGE, consult_month.PAGE, disputes.PAGE, dispute_file.PAGE, satisfaction.PAGE,
            training_survey.PAGE, sessions.PAGE, course_review.PAGE,
            referrals.PAGE, referral_file.PAGE, placement_file.PAGE, aid.PAGE, aid_file.PAGE,
            guidance.PAGE, guidance_file.PAGE,
            # the words of a kind and a subject would take the fixed address
            reports.PAGE, sweep_week.PAGE, report.PAGE,
            windows.PAGE, call_panel.PAGE, window_form.PAGE, roster.PAGE,
            worklog.PAGE, worklog.WEEK, loans.PAGE, statistics.PAGE, security_trainings.PAGE)  # fmt: skip


def _as_page(sentence: str) -> str:
    return written("enter.html", sentence=sentence, link="", back="", login="")


def build(app: FastAPI, parts: AdminParts) -> None:
    """Mount the desk on the hub's app.

    NiceGUI gets no storage secret: sessions are rows of market.db, so it sets no cookie and keeps no file a visitor.
    """
    app.add_middleware(Turnstile, allowance=Allowance())
    app.add_middleware(OldBrowsers)
    app.add_middleware(SameOrigin)
    app.add_middleware(SafeAnswers, lasting=parts.lasting)
    open_door(app, parts)
    open_exports(app, parts, MOUNT)
    open_preview(app, parts, Draft(parts))
    open_media(app, parts)
    open_screens(app, parts)
    if parts.tray is not None:
        open_uploads(app, parts, parts.tray)
    answer_errors(_as_page)
    answer_faults(app, _as_page)
    app.state.desk_parts, app.state.desk_pages = parts, (*own_pages(), *parts.pages)
    hang(parts, app.state.desk_pages)
    parts.live.watch(nicegui_app.timer, parts.market, parts.clock.now)
    ui.run_with(app, mount_path=MOUNT, title="零工市场后台", language="zh-CN", tailwind=False, reconnect_timeout=30,
                binding_refresh_interval=None, show_welcome_message=False)  # fmt: skip
