"""A head of the log that a reader kept elsewhere, checked beside a file: whether the log still begins as it did then."""

from contextlib import suppress

from sqlmodel import Session

from casework.audit import heads
from casework.config import Settings
from casework.dossiers.report import Report
from casework.i18n import _
from casework.vault import VaultSealed, vault_of


def is_head(text: str) -> bool:
    """Whether a text can be compared at all; nothing given is no mistake."""
    try:
        heads.read(text)
    except heads.Unreadable:
        return not text.strip()
    return True


def check_kept(session: Session, settings: Settings, report: Report, text: str) -> None:
    """Add the answer to the report. Without a text it is said that none was given."""
    if not text.strip():
        report.leave("kept")
        return
    try:
        old = heads.read(text)
    except heads.Unreadable:
        report.add("kept", False, _("This is not a signed head of a log. Paste all of its six lines."))
        return
    known = set(heads.known_keys(session))
    with suppress(VaultSealed):  # the keys that signed before are known all the same
        known.add(heads.public_bytes(heads.signing_key(vault_of(settings))))
    problem = heads.problem(session, old, known)
    report.add("kept", problem is None, problem or f"{old.size}: {old.time}")
