"""What the pages of lower floors show of bags: where an exhibit came from, with the custody it had there."""

from casework.access import Permission, can
from casework.accounts import age_keys
from casework.accounts.models import Recipient
from casework.db import now
from casework.dossiers.composing import versions_of
from casework.dossiers.delivery import SENT
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import printed_by
from casework.evidence.models import Exhibit
from casework.evidence.words import size
from casework.exchange import bundles
from casework.exchange.received import histories_of, received_sheets
from casework.web import current_actor, get_session, render
from casework.web.pages import panel


@panel("exhibit")
def on_exhibit(exhibit: Exhibit, **_more: object) -> str:
    """The chains of custody elsewhere, the earliest first; nothing for what was taken in here."""
    found = received_sheets(get_session(), [exhibit.key]).get(exhibit.key)
    if found is None:
        return ""
    bag, sheet = found
    return render("bags/_earlier.html", bag=bag, sheet=sheet, histories=histories_of(bag, sheet))


@panel("dossier")
def on_dossier(dossier: Dossier, **_more: object) -> str:
    """The bundles of its issued versions, for those who make them."""
    session, actor = get_session(), current_actor()
    sent = [row for row in versions_of(session, dossier, limit=10) if row.state in SENT]
    if not sent or not can(session, actor, Permission.BAG_MAKE, dossier.subject):
        return ""
    made = bundles.bundles_of(session, [row.key for row in sent])
    return render("bags/_of_dossier.html", dossier=dossier, sent=sent, made=made, now=now())


@panel("received_version")
def on_received(version: DossierVersion, **_more: object) -> str:
    """The bundle that the reader's body is offered, and what of the dossier is not in it."""
    session = get_session()
    found = bundles.offered(session, version)
    if found is None:
        return ""
    bag, row = found
    printed = printed_by(version).exhibits
    missing = [(ref, code, why) for ref, code, _kind, why in bag.kept if ref in printed]
    mine = bundles.own_numbers(session, row, current_actor().id)
    is_over = bag.expires_at is None or now() >= bag.expires_at
    keys = age_keys.fingerprints(session.get_one(Recipient, bag.recipient_id).age_keys)
    values = {
        "body_keys": keys,
        "bag": bag,
        "sent": version,
        "size": size,
        "missing": missing,
        "mine": mine,
        "is_over": is_over,
    }
    return render("bags/_offered.html", printed=printed, **values)
