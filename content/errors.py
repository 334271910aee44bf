"""Faults of the content package.

    ContentError
    ├── SettingsError        a setting is unknown, missing or of the wrong kind; the operator mends linggong.toml
    │   └── ScoringRulesError  a county's rules of the score contradict themselves; who wrote the file mends it
    ├── StoreError           market.db cannot be used: driver too old, lock held, unknown schema
    │   ├── StaleRecord      somebody else saved the record first
    │   ├── DiskLow          the disk is nearly full: reading goes on, nothing new is taken
    │   ├── HubMoved         the hub moves to another machine: reading goes on, nothing new is taken here
    │   └── NotTheirs        (admin) the number presented at the window is not this person's
    ├── EditionError         an edition is not what its manifest says, or its signature is not trusted
    │   └── LowerOrder       an edition older than the one in use was offered
    ├── BackupError          a copy could not be made, found, opened or trusted
    ├── NotAllowed           (admin) nobody is logged in on this page any more, or not with the role it takes
    ├── NeedsReason          (admin) the record may pass only with a reason for what the rules say of it
    ├── WeakPassword         (admin) the new password would be guessed
    ├── FileRefused          (feeds) a file that is not taken; the sentence says what to bring instead
    ├── NotProjectable       (hubapi) a filing whose data can become no record; it waits for staff
    ├── CountingError        (reports) a month could not be counted
    ├── PaperError           (reports) a paper could not be drawn
    ├── TwinAway             (demo) a simulated device does not answer
    ├── SealError            a sealed body or an encrypted field does not open
    └── LinkError            the hub cannot be reached or refuses this terminal
        ├── HubAway          no answer; try again later
        │   ├── HubSilent    nobody at its address, and so for every terminal; try again in turn
        │   └── HubBusy      the hub is there and takes nothing for the moment; try again soon
        ├── PictureRefused   a picture the hub will never take; it is not sent again
        ├── ErrandRefused    an errand this terminal cannot do now; the sentence goes back to the desk
        └── NotPaired        the token is unknown or revoked; pair again

Bad data typed by people is a value (`Finding`), never one of these.
"""

from __future__ import annotations


class ContentError(Exception):
    """A fault; `str(error)` is a Chinese sentence that says who should do what."""


class SettingsError(ContentError):
    """A setting is unknown, missing or of the wrong kind."""


class ScoringRulesError(SettingsError):
    """A county's rules of the score have an unknown key, a wrong figure or contradict themselves."""


class StoreError(ContentError):
    """The market's database cannot be used."""


class StaleRecord(StoreError):
    """The record was changed by somebody else after it was read; `theirs` is what stands now, None when unknown."""

    def __init__(self, sentence: str, theirs: object = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class DiskLow(StoreError):
    """The disk is nearly full; what is there can be read, and nothing new is taken until there is room."""


class HubMoved(StoreError):
    """The hub moves or has moved to another machine; nothing new is taken on this one."""


class EditionError(ContentError):
    """An edition is damaged, incomplete or not signed by a trusted key."""


class LowerOrder(EditionError):
    """An edition with an order at or below the current one was offered."""


class BackupError(ContentError):
    """A copy of the hub could not be made, found, opened or trusted."""


class SealError(ContentError):
    """A sealed body or an encrypted field does not open with the keys at hand."""


class LinkError(ContentError):
    """The hub refuses or cannot be reached."""


class HubAway(LinkError):
    """The hub gave no usable answer; the caller tries again later."""


class HubSilent(HubAway):
    """Nobody answers at the hub's address: the hub is off, and so for every terminal at once."""


class HubBusy(HubAway):
    """The hub answers and takes nothing for the moment: its disk is nearly full, or it is being restarted."""


class ErrandRefused(LinkError):
    """The terminal cannot do what it was asked to; the desk is told why."""


class PictureRefused(LinkError):
    """The hub says that this picture is not one it keeps; sending it again would change nothing."""


class NotPaired(LinkError):
    """The hub does not know this terminal's token, or has revoked it."""
