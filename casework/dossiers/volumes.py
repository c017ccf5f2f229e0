"""The sealed volume of an issued version: who may be named to its body, prepared by one person and issued by another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from casework import audit
from casework.access import Permission, require
from casework.accounts.models import Recipient
from casework.cases.models import Case
from casework.db import UNFILTERED, next_number, now
from casework.dossiers import services
from casework.dossiers.gist import rests_on
from casework.dossiers.models import Dossier, DossierVersion
from casework.dossiers.printed import printed_by
from casework.dossiers.selection import objection, reason_words
from casework.dossiers.states import DossierState
from casework.dossiers.volume_models import SealedVolume
from casework.errors import Cause, NotFound, Refused
from casework.i18n import _
from casework.subjects import Actor
from casework.units.models import Individual
from casework.vault import Condition, Vault
from casework.vocabulary import ConsentScope, RecipientKind
from casework.witnesses.consent import Answer, ConsentRecord, RecipientRef, may_be_used
from casework.witnesses.consents import history, today_in
from casework.witnesses.identity import open_identity
from casework.witnesses.models import Witness

INDIVIDUAL = re.compile(r"\bP-\d{4,}\b")


@dataclass
class Nameable:
    """Who may be named to a body today, and who may not, with the reason."""

    witnesses: list[tuple[Witness, Answer]] = field(default_factory=list)
    individuals: list[Individual] = field(default_factory=list)
    kept_back: list[tuple[str, str]] = field(default_factory=list)


def nameable(session: Session, vault: Vault, dossier: Dossier, version: DossierVersion) -> Nameable:
    """The witnesses on whom a version rests and the individuals whose codes it prints, as far as the reader sees them."""
    found = Nameable()
    people = _witnesses(session, dossier.case_id, rests_on(version))
    said = answers(session, dossier, people)
    for person in people:
        why, answer = said[person.key]
        if why:
            found.kept_back.append((person.reference, why))
        elif vault.state(session, person.identity_owner).condition is not Condition.STORED:
            found.kept_back.append((person.reference, _("no identity that can be opened here.")))
        else:
            found.witnesses.append((person, answer))
    codes = {code for code in printed_by(version).codes if INDIVIDUAL.match(code)}
    rows = session.exec(select(Individual).where(col(Individual.reference).in_(codes)).order_by(col(Individual.number)))
    for one in rows:
        if vault.state(session, one.identity_owner).condition is Condition.STORED:
            found.individuals.append(one)
        else:
            found.kept_back.append((one.reference, _("no identity that can be opened here.")))
    return found


def answers(session: Session, dossier: Dossier, people: Sequence[Witness]) -> dict[int, tuple[str, Answer]]:
    """By witness: why they may not be named to this body today (empty: they may), and what they say of identity."""
    recipient = session.get_one(Recipient, dossier.recipient_id)
    records = history(session, [row.key for row in people])
    today = today_in(session.get_one(Case, dossier.case_id).time_zone)
    return {row.key: naming(row, records[row.key], recipient, today) for row in people}


def naming(witness: Witness, records: Sequence[ConsentRecord], recipient: Recipient, today: date) -> tuple[str, Answer]:
    """The same of one witness, by these records, on this day."""
    answer = consent_to_naming(records, recipient, today)
    if found := objection(witness, records, recipient, today):
        return found[1], answer
    return "" if answer.allowed else reason_words(answer.reason), answer


def consent_to_naming(records: Sequence[ConsentRecord], recipient: Recipient, on: date) -> Answer:
    """What a witness says of their identity going to this body."""
    to = RecipientRef(RecipientKind(recipient.kind), recipient.slug)
    return may_be_used(records, ConsentScope.IDENTITY_TO_RECIPIENT, to, on)


def _witnesses(session: Session, case_id: int, codes: Iterable[str], *, all_of_them: bool = False) -> Sequence[Witness]:
    statement = select(Witness).where(Witness.case_id == case_id, col(Witness.reference).in_(set(codes)))
    options = UNFILTERED if all_of_them else {}
    return session.exec(statement.order_by(col(Witness.number)), execution_options=options).all()


def named_in(session: Session, volume: SealedVolume) -> tuple[Sequence[Witness], Sequence[Individual]]:
    """The people of a volume; whoever asks has been let at the volume as a whole."""
    wanted = select(Individual).where(col(Individual.reference).in_(volume.individuals))
    individuals = session.exec(wanted.order_by(col(Individual.number)), execution_options=UNFILTERED).all()
    return _witnesses(session, volume.case_id, volume.witnesses, all_of_them=True), individuals


def prepare(
    session: Session, actor: Actor, *, vault: Vault, dossier: Dossier, version: DossierVersion, reason: str
) -> SealedVolume:
    """List who is named. Each identity is opened once, which leaves its entry with the reason, so that nobody is listed
    whose name cannot be told. Raises Refused, Invalid without a reason, Unavailable while the vault is sealed."""
    for permission in (Permission.DOSSIER_BUILD, Permission.IDENTITY_REVEAL, Permission.INDIVIDUAL_REVEAL):
        require(session, actor, permission, None if permission is Permission.INDIVIDUAL_REVEAL else dossier.subject)
    refuse_without_ground(session, dossier, version)
    found = nameable(session, vault, dossier, version)
    if not found.witnesses and not found.individuals:
        raise Refused(
            _("Nobody may be named to this body: no witness consents to identity, and no individual is known.")
        )
    people = [row for row, _answer in found.witnesses] + list(found.individuals)
    for person in people:
        open_identity(session, actor, vault=vault, owner=person.identity_owner, about=person.subject, reason=reason)
    volume = _draft_of(session, dossier, version)
    volume.witnesses = [row.reference for row, _answer in found.witnesses]
    volume.individuals = [row.reference for row in found.individuals]
    volume.built_by, volume.created_at = actor.id, now()
    session.add(volume)
    session.flush()
    audit.record(
        session, actor, "volume.prepared", dossier.subject, version=version.number, volume=volume.reference,
        witnesses=volume.witnesses, individuals=volume.individuals,
    )  # fmt: skip
    return volume


def _draft_of(session: Session, dossier: Dossier, version: DossierVersion) -> SealedVolume:
    """The draft that was never issued, or the next number."""
    statement = select(SealedVolume).where(SealedVolume.dossier_version_id == version.key)
    draft = session.exec(
        statement.where(SealedVolume.state == DossierState.BUILT), execution_options=UNFILTERED
    ).first()
    if draft is not None:
        return draft
    number = next_number(session, f"dossier_version:{version.key}:volume")
    reference = f"S-{dossier.reference}-{version.number}-{number}"
    return SealedVolume(case_id=dossier.case_id, dossier_version_id=version.key, number=number, reference=reference)


def refuse_without_ground(session: Session, dossier: Dossier, version: DossierVersion) -> None:
    """Raise Refused where no volume can go with a version: not issued, a summary, or a body without keys."""
    recipient = session.get_one(Recipient, dossier.recipient_id)
    if version.state is not DossierState.ISSUED:
        raise Refused(_("A sealed volume goes with a version that is issued and not superseded."))
    if printed_by(version).is_summary or recipient.kind == RecipientKind.PUBLIC:
        raise Refused(_("Nobody is named to the public."))
    if not recipient.age_keys:
        raise Refused(_("This body has no key. A sealed volume leaves only as a file that its key opens."))
    if services.consent_gone(session, dossier, version):
        raise Refused(_("Consent for this version no longer stands. Build and issue the next version first."))


def volumes_of(session: Session, version: DossierVersion) -> Sequence[SealedVolume]:
    """The volumes of a version, newest first; those that name somebody restricted only for who may see them."""
    statement = select(SealedVolume).where(SealedVolume.dossier_version_id == version.key)
    return session.exec(statement.order_by(col(SealedVolume.number).desc()).limit(50)).all()


def find_volume(session: Session, version: DossierVersion, number: int) -> SealedVolume:
    """One of them. Raises NotFound."""
    one = select(SealedVolume).where(SealedVolume.dossier_version_id == version.key, SealedVolume.number == number)
    found = session.exec(one).first()
    if found is None:
        raise NotFound
    return found


def objections(session: Session, vault: Vault, dossier: Dossier, volume: SealedVolume) -> list[tuple[str, str]]:
    """Who of a volume may not be named any more today, and why."""
    people, individuals = named_in(session, volume)
    said = answers(session, dossier, people)
    found = {row.reference: said[row.key][0] for row in people if said[row.key][0]}
    owners = {row.identity_owner: row.reference for row in people}
    owners |= {row.identity_owner: row.reference for row in individuals}
    gone = [owners[one] for one in vault.destroyed(owners)]
    return sorted((found | dict.fromkeys(gone, _("the identity was destroyed."))).items())


def issue(
    session: Session, actor: Actor, *, vault: Vault, dossier: Dossier, version: DossierVersion, volume: SealedVolume
) -> None:
    """Make it final, by somebody else. Raises Refused with every cause."""
    require(session, actor, Permission.DOSSIER_ISSUE, dossier.subject)
    refuse_without_ground(session, dossier, version)
    case_ref = session.get_one(Case, dossier.case_id).reference
    causes = []
    for code, why in objections(session, vault, dossier, volume):
        page, at = ("individuals.show", {}) if INDIVIDUAL.match(code) else ("witnesses.show", {"case_ref": case_ref})
        words = _("%(witness)s: %(why)s Prepare the volume again.", witness=code, why=why)
        causes.append(Cause(words, None, page, {**at, "ref": code}))
    if volume.state is not DossierState.BUILT:
        causes.append(Cause(_("This volume was issued already.")))
    if actor.id is None or actor.id in (volume.built_by, dossier.author_id):
        causes.append(Cause(_("You prepared this volume or its dossier: somebody else has to issue it.")))
    if causes:
        raise Refused(causes)
    standing = select(SealedVolume).where(SealedVolume.dossier_version_id == version.key)
    for older in session.exec(standing.where(SealedVolume.state == DossierState.ISSUED), execution_options=UNFILTERED):
        older.state = DossierState.SUPERSEDED
    volume.state, volume.issued_by, volume.issued_at = DossierState.ISSUED, actor.id, now()
    session.flush()
    audit.record(session, actor, "volume.issued", dossier.subject, version=version.number, volume=volume.reference)
