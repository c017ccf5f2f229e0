"""Witnesses: the operational half, the identity into the vault, and what each of them consented to."""

from datetime import date, timedelta

from casework.demo import content
from casework.demo.stage import Stage, expect
from casework.subjects import Actor
from casework.vault import IdentityField, Vault
from casework.vocabulary import (
    AgeBand,
    ConsentForm,
    ConsentGiver,
    ConsentScope,
    Impact,
    Likelihood,
    RecontactRule,
    RiskLevel,
    Sex,
    WillingToTestify,
)
from casework.witnesses.consent import Decision
from casework.witnesses.consents import GivenConsent, record_consent, withdraw_consent
from casework.witnesses.identity import write_identity
from casework.witnesses.models import Witness
from casework.witnesses.plans import Assessment, assess
from casework.witnesses.services import WitnessDetails, register_witness

REVIEW_AFTER = {RiskLevel.HIGH: timedelta(days=90), RiskLevel.EXTREME: timedelta(days=30)}


def load_witnesses(stage: Stage, vault: Vault, today: date) -> None:
    """Register everybody in `people.toml`; a consent that expires soon is dated from `today`."""
    for number, row in enumerate(content.read("people")["witness"], start=1):
        actor = stage.author(number)
        witness = register_witness(stage.session, actor, case=stage.case, details=_details(row, today))
        expect(witness.reference, row["code"])
        stage.made[row["code"]] = witness
        write_identity(
            stage.session, actor, vault=vault, witness=witness, changed=identity_fields(row["identity"], row)
        )
        if "assessment" in row:
            _assess(stage, actor, witness, row["assessment"], today)
        given = _consent(row, _first_day(row["code"]), today)
        record_consent(stage.session, actor, witness=witness, given=given, zone=stage.case.time_zone)
        if withdrawn := row.get("withdrawn"):
            _withdraw(stage, number, witness, withdrawn)


def _details(row: content.Table, today: date) -> WitnessDetails:
    risk = RiskLevel(row["risk"])
    return WitnessDetails(
        age_band=AgeBand(row["age_band"]),
        sex=Sex(row["sex"]),
        vulnerabilities=list(row.get("vulnerability", [])),
        risk_level=risk,
        risk_review_on=today + REVIEW_AFTER[risk] if risk in REVIEW_AFTER else None,
        protection_measures=list(row["protection"]),
        recontact_rule=RecontactRule(row["recontact_rule"]),
        willing_to_testify=WillingToTestify(row["testify"]),
    )


def _assess(stage: Stage, actor: Actor, witness: Witness, row: content.Table, today: date) -> None:
    """A second, fuller assessment: what threatens the person, how likely, how grave, and an embargo where there is one."""
    embargo = row.get("embargo_days")
    assess(
        stage.session,
        actor,
        witness=witness,
        version=witness.version,
        today=today,
        assessment=Assessment(
            assessed_on=today,
            level=witness.risk_level,
            recontact_rule=witness.recontact_rule,
            likelihood=Likelihood(row["likelihood"]),
            impact=Impact(row["impact"]),
            threats=list(row["threats"]),
            reasons=row["reasons"],
            measures=list(witness.protection_measures),
            embargo_until=today + timedelta(days=embargo) if embargo else None,
            review_on=witness.risk_review_on or today + timedelta(days=90),
        ),
    )


def identity_fields(identity: content.Table, row: content.Table | None = None) -> dict[str, str]:
    """What goes into the vault, by the vault's own field names."""
    fields = {
        IdentityField.NAME: identity.get("name_ar", ""),
        IdentityField.NAME_LATIN: identity.get("name", ""),
        IdentityField.DATE_OF_BIRTH: identity.get("born", ""),
        IdentityField.PHONE: identity.get("phone", ""),
        IdentityField.ADDRESS: identity.get("address", ""),
        IdentityField.NEXT_OF_KIN: identity.get("next_of_kin", ""),
        IdentityField.SAFE_CHANNEL: row.get("safe_channel", "") if row else "",
    }
    return {name.value: text for name, text in fields.items() if text}


def _first_day(code: str) -> date:
    """Consent is asked for when the first account is taken."""
    return min(date.fromisoformat(t["taken"]) for t in content.testimonies().values() if t["witness"] == code)


def _consent(row: content.Table, day: date, today: date) -> GivenConsent:
    answers = content.read("people")["defaults"]["consent"] | row["consent"]
    decisions: dict[str, Decision] = {ConsentScope(scope): Decision(answer) for scope, answer in answers.items()}
    days = row.get("expires_in_days")
    return GivenConsent(
        given_on=day,
        decisions=decisions,
        conditions={s: row["conditions"] for s, d in decisions.items() if d is Decision.CONDITION},
        given_by=ConsentGiver.GUARDIAN if "guardian" in row else ConsentGiver.SELF,
        child_assented=True if "assent" in row else None,
        form=ConsentForm(row.get("form", "written")),
        language="en" if "English" in row["explained"] else "ar",
        how_explained=" ".join(row.get(part, "") for part in ("explained", "guardian", "assent", "conditions")).strip(),
        expires_on=today + timedelta(days=days) if days else None,
    )


def _withdraw(stage: Stage, number: int, witness: Witness, withdrawn: content.Table) -> None:
    withdraw_consent(
        stage.session,
        stage.author(number),
        witness=witness,
        on=date.fromisoformat(withdrawn["on"]),
        scopes=withdrawn["scopes"],
        not_recallable=withdrawn["note"],
        zone=stage.case.time_zone,
    )
