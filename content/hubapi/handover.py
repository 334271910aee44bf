"""Which terminals know the hub's authority: what the versions before served is put away when all of them do."""

from __future__ import annotations

from content.hubapi.certificate import HubCertificate
from content.link.channel import pins_of
from content.model.people import Terminal
from content.model.terminals import TerminalReport, read_report


def trusts(report: TerminalReport, authority: str) -> bool:
    """Say whether a terminal has told that it trusts this authority (PEM)."""
    return set(pins_of(authority)) <= set(report.trusts.split())


def behind(terminals: tuple[Terminal, ...], authority: str) -> tuple[Terminal, ...]:
    """Return the terminals in use that have not told so; one that is gone for good is revoked by a person."""
    return tuple(one for one in terminals if one.revoked_at is None and not trusts(read_report(one.report), authority))


def put_away(certificate: HubCertificate) -> None:
    """Serve the certificate of the versions before no more; it stays in the folder for a person who needs it back."""
    for path in certificate.first:
        if path.is_file():
            path.replace(path.with_name(path.name + ".former"))
