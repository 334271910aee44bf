"""报名 as the ledger keeps it: who asked for which job, with the consent that names the employer (PIPL §23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import IdEntry, Labelled, Stage
from content.model.seekers import Sealed


class ApplicationState(Labelled):
    """How far an application has come; the label is what person and staff read."""

    SUBMITTED = "submitted", "已提交"
    CONTACTED = "contacted", "已联系"
    HIRED = "hired", "已录用"
    REFUSED = "refused", "未录用"
    FILLED = "filled", "已招满"


WITHDRAWN = "已撤回"  # said in place of a state; the state it had stays
_ENDS = (ApplicationState.HIRED, ApplicationState.REFUSED, ApplicationState.FILLED)


def next_states(state: ApplicationState) -> tuple[ApplicationState, ...]:
    """Return what may follow; a result noted by mistake goes back to 已联系 first."""
    if state is ApplicationState.SUBMITTED:
        return (ApplicationState.CONTACTED, *_ENDS)
    return _ENDS if state is ApplicationState.CONTACTED else (ApplicationState.CONTACTED,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One 报名 projected from a filing; its id is the filing's id, so it can only exist once."""

    id: str
    number: str  # receipt number
    code_digest: bytes  # keyed digest of the 4-digit code on the slip
    person_index: bytes  # blind index of the ID number; the number itself is not kept
    name: Sealed
    phone: Sealed
    job_id: str
    job_number: int
    employer_name: str  # whom the consent named
    id_entry: IdEntry
    is_minor: bool
    terminal_id: str
    occurred_at: datetime
    clock_ok: bool
    consent_version: str
    consented_at: datetime
    state: ApplicationState = ApplicationState.SUBMITTED
    state_at: datetime | None = None
    state_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """An application taken back; it may arrive before the application itself."""

    id: str  # the filing's id
    application_number: str
    person_index: bytes
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """One line of the list as staff see it: masks only; `job_title` is "" for a job this hub does not know."""

    id: str
    number: str
    occurred_at: datetime
    clock_ok: bool
    name_mask: str
    phone_mask: str
    job_id: str
    job_number: int
    job_title: str
    job_stage: Stage | None
    employer_name: str
    is_minor: bool
    state: ApplicationState
    state_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def standing(self) -> str:
        """Return what is said of it now: a filled job answers for an application nobody has taken up."""
        if self.withdrawn_at is not None:
            return WITHDRAWN
        if self.state is ApplicationState.SUBMITTED and self.job_stage is Stage.FILLED:
            return ApplicationState.FILLED.label
        return self.state.label
