"""An issued dossier on the screen: the reader's own numbered copy, marked, counted and logged as a download is.

For a slow line, or a browser that shows no PDF, each page is drawn as a picture of that same copy by the confined child.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from sqlmodel import Session, col, select

from casework import sandbox
from casework.accounts.models import Recipient
from casework.config import Settings
from casework.db import now
from casework.dossiers import copies, delivery
from casework.dossiers.models import Dossier, DossierCopy, DossierReceipt, DossierVersion
from casework.dossiers.states import ReceiptWay
from casework.errors import NotFound, Unavailable
from casework.i18n import _
from casework.subjects import Actor

LASTS = timedelta(hours=1)
"""Turning pages is one reading; who comes back later reads again, and that is counted."""
SIDE, SMALL_SIDE = 1600, 1000
_LIMITS = sandbox.Limits(seconds=30, cpu_seconds=25, most_bytes=16 * 1024 * 1024)


@dataclass(frozen=True)
class Opened:
    """A copy that somebody reads page by page."""

    version: DossierVersion
    dossier: Dossier
    recipient: Recipient
    copy: DossierCopy


def open_pages(
    session: Session,
    actor: Actor,
    settings: Settings,
    *,
    version_id: int,
    language: str,
    between: Callable[[], None] = delivery.nothing,
) -> Opened:
    """The reader's copy, to be looked at page by page; a receipt for each reading. Raises as `delivery.hand_out`.

    Consent is asked at every page: what is withdrawn meanwhile is not turned to.
    """
    version, dossier, recipient = delivery.find_received(session, actor, version_id)
    delivery.refuse_withdrawn(session, dossier, version)
    if language not in version.languages:
        raise NotFound
    copy = delivery.copy_to_hand_out(session, actor, version, recipient, language)
    if not copy.sha256:
        copies.file_of(session, settings, copies.Held(version, copy, recipient), between)
        delivery.refuse_withdrawn(session, dossier, version)
    if not _is_being_read(session, actor, copy):
        delivery.add_receipt(session, actor, settings, copy, way=ReceiptWay.PAGES)
        delivery.log_reading(session, actor, dossier, version, copy, ReceiptWay.PAGES)
    return Opened(version, dossier, recipient, copy)


def _is_being_read(session: Session, actor: Actor, copy: DossierCopy) -> bool:
    statement = select(DossierReceipt.id).where(
        DossierReceipt.dossier_copy_id == copy.key,
        DossierReceipt.account_id == actor.key,
        DossierReceipt.way == ReceiptWay.PAGES,
        col(DossierReceipt.created_at) > now() - LASTS,
    )
    return session.exec(statement.limit(1)).first() is not None


def page_picture(session: Session, settings: Settings, opened: Opened, number: int, *, small: bool = False) -> bytes:
    """One page as a JPEG. Call it outside any transaction. Raises NotFound, Unavailable."""
    if not 0 < number <= opened.copy.pages:
        raise NotFound
    options, out = {"number": number, "side": SMALL_SIDE if small else SIDE}, BytesIO()
    held = copies.Held(opened.version, opened.copy, opened.recipient)
    with copies.stream_of(session, settings, held, delivery.nothing) as source:
        made = sandbox.produce("page", options, source, out, _LIMITS)
    if made.problem is not None:
        raise Unavailable(_("This page could not be drawn. Download the file, or try again later."))
    return out.getvalue()
