"""The operational half of a witness: shape and wording."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from casework.i18n import _l
from casework.i18n.labels import choices
from casework.vocabulary import (
    AgeBand,
    ProtectionMeasure,
    RecontactRule,
    RiskLevel,
    Sex,
    Term,
    Vulnerability,
    WillingToTestify,
)
from casework.web.forms import BaseForm
from casework.witnesses.models import Witness
from casework.witnesses.services import PLANNED, WitnessDetails


def words_of(vocabulary: type[Term]) -> Callable[[], Any]:
    """The choices of a vocabulary in the reader's language, asked for when the form is made."""
    return lambda: choices(vocabulary)


class TickMany(SelectMultipleField):
    """Several answers, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WitnessForm(BaseForm):
    """Register a witness, or change what the team must know to work with the person safely."""

    version = HiddenField(default="0")
    age_band = SelectField(
        _l("Age"),
        choices=words_of(AgeBand),
        default=AgeBand.UNKNOWN.value,
        description=_l(
            "A band, not a birthday. It decides whether a guardian's consent and a child's assent are needed."
        ),
    )
    sex = SelectField(
        _l("Sex"),
        choices=words_of(Sex),
        default=Sex.UNKNOWN.value,
        description=_l("Helps to choose the interviewer; shown in statistics only."),
    )
    vulnerabilities = TickMany(
        _l("Vulnerability"),
        choices=words_of(Vulnerability),
        description=_l("Whatever the interviewer must know before meeting the person (Istanbul Protocol, Murad Code)."),
    )
    risk_level = RadioField(
        _l("Risk to the person"),
        choices=words_of(RiskLevel),
        default=RiskLevel.MEDIUM.value,
        description=_l("What could happen to this person if it became known that they spoke."),
    )
    risk_review_on = DateField(
        _l("Assess the risk again on"),
        validators=[MayBeEmpty()],
        description=_l("Risk changes. The day comes up under “My work”. Required for high and extreme risk."),
    )
    protection_measures = TickMany(
        _l("Protection measures"),
        choices=words_of(ProtectionMeasure),
        description=_l("What has been agreed with the person, and what the team must keep to."),
    )
    recontact_rule = SelectField(
        _l("Contacting the person again"),
        choices=words_of(RecontactRule),
        default=RecontactRule.SAFE_CHANNEL_ONLY.value,
        description=_l("Repeated interviews harm people and create contradictions: only as agreed."),
    )
    willing_to_testify = SelectField(
        _l("Willing to testify in court"),
        choices=words_of(WillingToTestify),
        default=WillingToTestify.NOT_ASKED.value,
        description=_l("As the person says today; it obliges them to nothing."),
    )

    @classmethod
    def of(cls, witness: Witness) -> "WitnessForm":
        """The form filled with what is stored, on a first visit; with what was typed, on a return."""
        stored = {name: _plain(getattr(witness, name)) for name in WitnessDetails.__dataclass_fields__}
        return cls(data=stored | {"version": str(witness.version)})

    def leave_plan_out(self) -> "WitnessForm":
        """Without what belongs to the protection plan, which is assessed on a page of its own."""
        for name in sorted(PLANNED):
            del self[name]
        return self

    @property
    def seen_version(self) -> int:
        """The version that was on the screen when typing began."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else 0

    def details(self, now: Witness | None = None) -> WitnessDetails:
        """What was entered; for a witness that there is `now`, the plan stays as it stands."""
        plan = {name: getattr(now, name) for name in PLANNED} if now else self._plan()
        return WitnessDetails(
            age_band=AgeBand(self.age_band.data),
            sex=Sex(self.sex.data),
            vulnerabilities=list(self.vulnerabilities.data or []),
            willing_to_testify=WillingToTestify(self.willing_to_testify.data),
            **plan,
        )

    def _plan(self) -> dict[str, Any]:
        return {
            "risk_level": RiskLevel(self.risk_level.data),
            "risk_review_on": self.risk_review_on.data,
            "protection_measures": list(self.protection_measures.data or []),
            "recontact_rule": RecontactRule(self.recontact_rule.data),
        }


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value
