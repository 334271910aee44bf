"""The nine slips of a market (domain reference, A4): small records in, receipts out; names on paper are masked."""

from printer.templates.desk import (
    AssessmentSlip,
    CaseSlip,
    ChecklistSlip,
    CourseSlip,
    ReportStrip,
    TicketSlip,
    assessment_receipt,
    case_receipt,
    checklist_receipt,
    course_receipt,
    report_receipt,
    ticket_receipt,
)
from printer.templates.frame import Imprint
from printer.templates.work import (
    JobSlip,
    ReferralSlip,
    RegistrationSlip,
    job_receipt,
    jobs_receipt,
    referral_receipt,
    registration_receipt,
)

__all__ = [
    "AssessmentSlip",
    "CaseSlip",
    "ChecklistSlip",
    "CourseSlip",
    "Imprint",
    "JobSlip",
    "ReferralSlip",
    "RegistrationSlip",
    "ReportStrip",
    "TicketSlip",
    "assessment_receipt",
    "case_receipt",
    "checklist_receipt",
    "course_receipt",
    "job_receipt",
    "jobs_receipt",
    "referral_receipt",
    "registration_receipt",
    "report_receipt",
    "ticket_receipt",
]
