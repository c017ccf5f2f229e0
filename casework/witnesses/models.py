"""The witness's operational half, and the consent records. The identity is in the vault, never here."""

from datetime import date
from typing import Any, Optional

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from casework.access.compartments import obeys
from casework.db import Row, Versioned, as_text
from casework.subjects import Subject
from casework.vocabulary import (
    AgeBand,
    ConsentForm,
    ConsentGiver,
    Impact,
    Likelihood,
    RecontactRule,
    RiskLevel,
    Sex,
    WillingToTestify,
)


class Witness(Versioned, table=True):
    """A person who gives accounts, known by a code alone (Murad Code; Méndez Principles on interviewing)."""

    __table_args__ = (UniqueConstraint("case_id", "number"), UniqueConstraint("case_id", "reference"))

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    number: int
    reference: str = Field(max_length=12)
    # The vault's name for this person: random, so that the row and its identity meet only through the vault.
    identity_owner: str = Field(unique=True, max_length=64)
    age_band: AgeBand = Field(default=AgeBand.UNKNOWN, sa_type=as_text(AgeBand))
    sex: Sex = Field(default=Sex.UNKNOWN, sa_type=as_text(Sex))
    vulnerabilities: list[str] = Field(default_factory=list, sa_type=JSON)
    risk_level: RiskLevel = Field(default=RiskLevel.MEDIUM, sa_type=as_text(RiskLevel))
    risk_assessed_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    risk_review_on: Optional[date] = Field(default=None, index=True)
    protection_measures: list[str] = Field(default_factory=list, sa_type=JSON)
    # The last day on which nothing of this witness may leave.
    embargo_until: Optional[date] = None
    recontact_rule: RecontactRule = Field(default=RecontactRule.SAFE_CHANNEL_ONLY, sa_type=as_text(RecontactRule))
    willing_to_testify: WillingToTestify = Field(default=WillingToTestify.NOT_ASKED, sa_type=as_text(WillingToTestify))
    registered_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")

    @property
    def subject(self) -> Subject:
        """As the log and the policy know it."""
        return Subject("witness", self.key, self.case_id, self.reference)


class Consent(Row, table=True):
    """One dated consent record, or a withdrawal. Never edited: the newest wins, per scope."""

    __table_args__ = (UniqueConstraint("witness_id", "sequence"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    witness_id: int = Field(foreign_key="witness.id", ondelete="RESTRICT")
    sequence: int
    is_withdrawal: bool = False
    given_on: date
    given_by: ConsentGiver = Field(default=ConsentGiver.SELF, sa_type=as_text(ConsentGiver))
    child_assented: Optional[bool] = None
    form: ConsentForm = Field(default=ConsentForm.WRITTEN, sa_type=as_text(ConsentForm))
    language: str = Field(default="ar", max_length=20)
    how_explained: str = Field(default="", max_length=2_000)
    # scope -> {"answer": yes | no | on_condition | not_asked, "condition": text}
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    recipients_allowed: list[str] = Field(default_factory=list, sa_type=JSON)
    recipients_excluded: list[str] = Field(default_factory=list, sa_type=JSON)
    expires_on: Optional[date] = Field(default=None, index=True)
    not_recallable: str = Field(default="", max_length=2_000)
    recorded_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")


class ProtectionPlan(Row, table=True):
    """One dated assessment of the risk to a witness, with what was agreed (OHCHR; Murad Code). Never edited.

    The newest one is what holds; the witness's own row repeats it, so that lists and exports need not look here.
    """

    __tablename__ = "protection_plan"
    __table_args__ = (UniqueConstraint("witness_id", "sequence"),)

    case_id: int = Field(foreign_key="case.id", ondelete="RESTRICT")
    witness_id: int = Field(foreign_key="witness.id", ondelete="RESTRICT")
    sequence: int
    assessed_on: date
    assessed_by: Optional[int] = Field(default=None, foreign_key="account.id", ondelete="RESTRICT")
    level: RiskLevel = Field(sa_type=as_text(RiskLevel))
    likelihood: Optional[Likelihood] = Field(default=None, sa_type=as_text(Likelihood))
    impact: Optional[Impact] = Field(default=None, sa_type=as_text(Impact))
    threats: list[str] = Field(default_factory=list, sa_type=JSON)
    reasons: str = Field(default="", max_length=5_000)
    measures: list[str] = Field(default_factory=list, sa_type=JSON)
    recontact_rule: RecontactRule = Field(sa_type=as_text(RecontactRule))
    recontact_note: str = Field(default="", max_length=1_000)
    embargo_until: Optional[date] = None
    review_on: Optional[date] = None


obeys(Witness, "id", "witness")
obeys(Consent, "witness_id", "witness")
obeys(ProtectionPlan, "witness_id", "witness")
