"""Which way an editorial record may go between the desk and the edition."""

from __future__ import annotations

from content.errors import StoreError
from content.model.codes import Stage

_STEPS: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.SUBMITTED: frozenset({Stage.APPROVED, Stage.RETURNED, Stage.WITHDRAWN}),
    Stage.RETURNED: frozenset({Stage.SUBMITTED, Stage.WITHDRAWN}),
    Stage.APPROVED: frozenset({Stage.FILLED, Stage.WITHDRAWN}),
    Stage.FILLED: frozenset({Stage.APPROVED, Stage.WITHDRAWN}),  # approved again undoes a wrong 已招满
    Stage.WITHDRAWN: frozenset(),
}


def next_stages(stage: Stage) -> frozenset[Stage]:
    """Return the stages a record may go to from here."""
    return _STEPS[stage]


def refuse_step(stage: Stage, wanted: Stage) -> None:
    """Raise StoreError when no rule leads from one stage to the other."""
    if wanted not in _STEPS[stage]:
        raise StoreError(f"现在是“{stage.label}”，不能直接改为“{wanted.label}”，请刷新后按流程办理。")


def is_verdict(stage: Stage, wanted: Stage) -> bool:
    """Say whether the step is a reviewer's answer to a submission."""
    return stage is Stage.SUBMITTED and wanted in (Stage.APPROVED, Stage.RETURNED)
