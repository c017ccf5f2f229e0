"""A case with approved statements, exhibits and allegations, written straight into the tables: building reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col

from casework.accounts.models import Account, Recipient
from casework.allegations.models import Allegation, AllegationExhibit, AllegationParagraph
from casework.cases.models import Case
from casework.config import Settings
from casework.db import now
from casework.dossiers import freezing, listing
from casework.dossiers.composing import DossierDetails, compose, plan_for
from casework.dossiers.content import Snapshot
from casework.dossiers.freezing import Frozen
from casework.dossiers.models import Dossier, DossierCopy, DossierRecall, DossierVersion
from casework.dossiers.volume_models import SealedVolume, SealedVolumeRecall
from casework.evidence.models import Exhibit
from casework.incidents.models import Incident
from casework.review.models import Review
from casework.subjects import Actor, Role
from casework.testimonies.content import Content, Paragraph
from casework.testimonies.models import Testimony, TestimonyVersion
from casework.units.models import Unit
from casework.vault import Vault, master, prepare, vault_of
from casework.vocabulary import Act, EvidenceType, ReviewStatus, SourceGrade
from casework.witnesses.models import Consent, Witness
from tests.factories import make_account, make_case, make_recipient

YES = {scope: {"answer": "yes"} for scope in ("store", "analyse", "national_commission")}
TEXT = "I saw two cars at the bakery in the morning."


@dataclass
class World:
    """Who works on the case, what is in it, and what is needed to build."""

    session: Session
    settings: Settings
    vault: Vault
    case: Case
    author: Account
    issuer: Account
    reader: Account
    recipient: Recipient
    incident: Incident
    unit: Unit

    @property
    def builder(self) -> Actor:
        return self.author.as_actor()

    def keep(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row

    def approve(self, row: Any, version: int) -> None:
        review = Review(
            case_id=self.case.key, subject_kind=row.subject.kind, subject_id=row.key, subject_label=row.reference,
            subject_version=version, author_id=self.author.key, reviewer_id=self.issuer.key,
            status=ReviewStatus.APPROVED, source_grade=SourceGrade.B, decided_at=now(),
        )  # fmt: skip
        self.keep(review)

    def witness(self, number: int, name: str = "", *, consented: bool = True, **fields: Any) -> Witness:
        """A witness; `consented`: to everything that this recipient needs."""
        code = f"W-{number:04d}"
        witness = self.keep(
            Witness(
                case_id=self.case.key, number=number, reference=code, identity_owner=f"{self.case.key}-{code}", **fields
            )
        )
        if name:
            self.vault.seal(self.session, witness.identity_owner, {"name": name})
        if consented:
            self.consent(witness, 1)
        return witness

    def consent(self, witness: Witness, sequence: int, **fields: Any) -> Consent:
        values: dict[str, Any] = {"given_on": date(2025, 4, 1), "answers": YES, **fields}
        consent: Consent = self.keep(
            Consent(case_id=self.case.key, witness_id=witness.key, sequence=sequence, **values)
        )
        return consent

    def withdraw(self, witness: Witness, sequence: int = 2) -> None:
        answers = {"national_commission": {"answer": "withdrawn"}}
        self.consent(witness, sequence, is_withdrawal=True, given_on=date(2025, 5, 1), answers=answers)

    def testimony(
        self,
        number: int,
        witness: Witness,
        text: str = TEXT,
        *,
        is_approved: bool = True,
        content: Content | None = None,
    ) -> Testimony:
        content = content or Content(
            language="en", paragraphs=tuple(Paragraph(number=str(n), original=f"{text} ({n})") for n in (1, 2, 3))
        )
        status = ReviewStatus.APPROVED if is_approved else ReviewStatus.SUBMITTED
        row: Testimony = self.keep(
            Testimony(
                case_id=self.case.key, number=number, reference=f"T-{number:04d}", witness_id=witness.key, status=status,
                submitted_version=1, approved_version=int(is_approved), author_id=self.author.key,
            )
        )  # fmt: skip
        self.keep(
            TestimonyVersion(
                case_id=self.case.key,
                testimony_id=row.key,
                number=1,
                content=content.to_json(),
                content_hash=f"{number:064d}",
            )
        )
        if is_approved:
            self.approve(row, 1)
        return row

    def exhibit(self, number: int, *, is_approved: bool = True, **fields: Any) -> Exhibit:
        status = ReviewStatus.APPROVED if is_approved else ReviewStatus.DRAFT
        values: dict[str, Any] = {"title": "Photograph", "kind": EvidenceType.PHOTO, "status": status, **fields}
        row: Exhibit = self.keep(Exhibit(case_id=self.case.key, number=number, reference=f"EX-{number:04d}", **values))
        if is_approved:
            self.approve(row, 1)
        return row

    def allegation(
        self, number: int, statements: list[tuple[Testimony, str]], exhibits: list[Exhibit] | None = None, **fields: Any
    ) -> Allegation:
        """An approved allegation that rests on these paragraphs and exhibits."""
        values: dict[str, Any] = {"status": ReviewStatus.APPROVED, "contrary": "The ministry denies it."}
        values |= {"incident_id": self.incident.key, **fields}
        row: Allegation = self.keep(
            Allegation(
                case_id=self.case.key, number=number, reference=f"A-{number:04d}", act=Act.KILLING, unit_id=self.unit.key,
                conduct="Men are alleged to have been shot.", **values,
            )
        )  # fmt: skip
        for testimony, paragraph in statements:
            self.keep(
                AllegationParagraph(
                    case_id=self.case.key, allegation_id=row.key, testimony_id=testimony.key, paragraph=paragraph
                )
            )
        for exhibit in exhibits or []:
            self.keep(AllegationExhibit(case_id=self.case.key, allegation_id=row.key, exhibit_id=exhibit.key))
        if row.status is ReviewStatus.APPROVED:
            self.approve(row, row.version)
        return row

    def dossier(self, **fields: Any) -> Dossier:
        details = DossierDetails(**{"title": "A dossier", **fields})
        return compose(self.session, self.builder, case=self.case, recipient=self.recipient, details=details)

    def freeze(self, dossier: Dossier | None = None, *, previous: Snapshot | None = None, altered: Any = ()) -> Frozen:
        """Both editions of what would be built now."""
        plan = plan_for(self.session, self.settings, dossier or self.dossier(), self.author.key)
        return freezing.freeze(self.session, plan, ("en", "ar"), vault=self.vault, altered=altered, previous=previous)

    def english(self, **options: Any) -> Snapshot:
        return self.freeze(**options).snapshots["en"]


def make_world(session: Session, settings: Settings) -> World:
    """Two supervisors, a committee member, one incident and one alleged unit."""
    author, issuer = make_account(session, Role.SUPERVISOR), make_account(session, Role.SUPERVISOR)
    recipient = make_recipient(session)
    reader = make_account(session, Role.COMMITTEE, recipient_id=recipient.key)
    case = make_case(session, [author, issuer], title="Coastal violence")
    incident = Incident(
        case_id=case.key, number=1, reference="I-0001", title="Killings", starts="2025-03-07", latitude=35.18,
        longitude=35.95, precision_m=1000, place="Baniyas", acts=["killing"], summary="Shots were reported.",
        status=ReviewStatus.APPROVED,
    )  # fmt: skip
    unit = Unit(number=9000 + case.key, reference=f"U-{9000 + case.key}", name="Alleged unit")
    session.add_all([incident, unit])
    session.flush()
    vault = prepare(settings) if settings.is_sqlite else vault_with_key(settings)
    world = World(session, settings, vault, case, author, issuer, reader, recipient, incident, unit)
    world.approve(incident, 1)
    return world


def vault_with_key(settings: Settings) -> Vault:
    """A vault for PostgreSQL too, where no master key is made by itself."""
    if not settings.master_key_file.exists():
        settings.master_key_file.parent.mkdir(parents=True, exist_ok=True)
        master.create(settings.master_key_file)
    return vault_of(settings)


def copies_of(session: Session, version: DossierVersion) -> Sequence[DossierCopy]:
    """The copies of a version, by number."""
    return session.exec(listing.copies(version).order_by(col(DossierCopy.copy_number))).all()


def recalls_of(session: Session, version: DossierVersion) -> Sequence[DossierRecall]:
    """Why a version may not be used any more, in order."""
    return session.exec(listing.recalls(version).order_by(col(DossierRecall.id))).all()


def volume_marks(session: Session, version: DossierVersion) -> list[tuple[SealedVolume, SealedVolumeRecall]]:
    """The same of its sealed volumes."""
    rows = session.exec(listing.volume_recalls(version).order_by(col(SealedVolumeRecall.id))).all()
    volumes = listing.volumes_by_id(session, rows)
    return [(volumes[row.sealed_volume_id], row) for row in rows]
