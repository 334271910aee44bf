"""What papers should lie with a record (条例 §26, §28): a tick says what was seen, an attachment can be shown again."""

from __future__ import annotations

from collections.abc import Iterator

from content.model.attachments import AttachmentRole
from content.model.codes import EmployerKind
from content.model.findings import Finding, Severity
from content.model.jobs import Employer
from content.model.notices import WageGuide

_SEEN = (("licence_seen", AttachmentRole.LICENCE), ("authorisation_seen", AttachmentRole.AUTHORISATION))


def employer_papers(employer: Employer, attached: frozenset[AttachmentRole]) -> tuple[Finding, ...]:
    """Return what was ticked as seen and is not kept; the law asks to look at it, so this stops nothing."""

    def missing() -> Iterator[Finding]:
        for field, role in _SEEN if employer.kind is not EmployerKind.HOUSEHOLD else ():
            if getattr(employer, field) and role not in attached:
                yield Finding(field=field, severity=Severity.WARN, code="PAPER",
                              sentence=f"勾了已查验，还没有存{role.label}，请在下面“附件”里传一份（条例第二十六条）。")

    return tuple(missing())


def guide_papers(guide: WageGuide, attached: frozenset[AttachmentRole]) -> tuple[Finding, ...]:
    """Return that the document of a wage guide is not kept; a hint, for the figures are typed from it."""
    if AttachmentRole.DOCUMENT in attached:
        return ()
    return (Finding(field="document_number", severity=Severity.INFO, code="PAPER",
                    sentence="还没有存文件原文，建议在下面“附件”里传一份，以后好核对。"),)  # fmt: skip
