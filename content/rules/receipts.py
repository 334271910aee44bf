"""What a receipt answers: words for the person who holds it, and nothing about anybody. Pure."""

from __future__ import annotations

from datetime import datetime

from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import Stage
from content.model.jobs import JobPost
from content.model.walk_in import Complaint, ComplaintState, Hiring, ReceiptAnswer

NOT_FOUND = "没有查到，请核对小票上的号码和 4 位数字"
_COMPLAINT = {ComplaintState.NEW: "已经收到，等工作人员核实", ComplaintState.CHECKING: "工作人员正在核实"}
_COMPLAINT_ADVICE = "核实完了，在这里写答复。留了电话的，工作人员会打给您。"
_CASE_ADVICE = {
    CaseKind.DISPUTE: "工作人员会打您留的电话约时间。急的话，带上证据直接到调解室。",
    CaseKind.QUESTION: "问清楚了就在这里答。留了电话的，工作人员也会打给您。",
    CaseKind.APPEAL: "考核小组复查后在这里答复。",
    CaseKind.COURSE_SIGN_UP: "名额定了，工作人员打电话告诉您。",
}
_HIRING_ADVICE = "工作人员会打您留的电话核实。带上营业执照来窗口办，更快。"


def nothing_found() -> ReceiptAnswer:
    """Return the answer to a number and code that do not belong together."""
    return ReceiptAnswer(found=False, state="", answer=NOT_FOUND, at=None)


def complaint_answer(complaint: Complaint) -> ReceiptAnswer:
    """Return what the receipt of a 举报 answers."""
    if complaint.state is ComplaintState.ANSWERED and complaint.outcome is not None:
        return ReceiptAnswer(found=True, state=f"已办结：{complaint.outcome.label}", answer=complaint.answer,
                             at=complaint.answered_at)  # fmt: skip
    return ReceiptAnswer(found=True, state=_COMPLAINT[complaint.state], answer=_COMPLAINT_ADVICE, at=None)


def case_answer(case: Case) -> ReceiptAnswer:
    """Return what the receipt of a case of the hall answers."""
    if case.state is CaseState.ANSWERED:
        return ReceiptAnswer(found=True, state=f"{case.kind.label}有答复了", answer=case.answer, at=case.answered_at)
    if case.state is CaseState.REFUSED:
        return ReceiptAnswer(found=True, state="不在公示期，没有受理", answer=case.answer, at=case.answered_at)
    state = "工作人员正在办" if case.state is CaseState.HANDLING else f"{case.kind.label}已经收到"
    return ReceiptAnswer(found=True, state=state, answer=_CASE_ADVICE.get(case.kind, ""), at=None)


def hiring_answer(hiring: Hiring, job: JobPost | None, now: datetime) -> ReceiptAnswer:
    """Return what the receipt of a 用工登记 answers; where the job stands says itself, staff add their words."""
    state = hiring_state(job, now)
    advice = _HIRING_ADVICE if job is not None and job.stage is Stage.DRAFT else ""
    return ReceiptAnswer(found=True, state=state, answer=hiring.answer or advice, at=hiring.answered_at)


def hiring_state(job: JobPost | None, now: datetime) -> str:
    """Return where the job of a 用工登记 stands, as its employer reads it."""
    if job is None or job.stage is Stage.WITHDRAWN:
        return "没有发布，要招人请到窗口再说"
    if job.stage is Stage.FILLED:
        return f"{job.number} 号已招满"
    if job.valid_until <= now:
        return f"{job.number} 号已到期"
    if job.suspended:
        return f"{job.number} 号暂停展示，请到窗口问"
    if job.stage is Stage.APPROVED and job.carried_at is not None:
        return f"已发布 {job.number} 号，正在招人"
    if job.stage is Stage.APPROVED:
        return f"{job.number} 号已审核，等着发布"
    return "正在审核" if job.stage is Stage.SUBMITTED else "已经收到，正在核实"


def registration_answer() -> ReceiptAnswer:
    """Return what the receipt of a 求职登记 answers."""
    return ReceiptAnswer(found=True, state="求职登记已收到", answer="有合适的活，市场打电话给您。", at=None)
