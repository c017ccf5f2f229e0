"""One assessment of the risk to a witness, and what was agreed."""

from wtforms import DateField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from casework.i18n import _, _l
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import Impact, Likelihood, ProtectionMeasure, RecontactRule, RiskLevel, Threat
from casework.witnesses.forms import TickMany, words_of
from casework.witnesses.models import Witness
from casework.witnesses.plans import Assessment


class PlanForm(WatchedForm):
    """A dated record, kept for good; a change is a new one."""

    watched = ("reasons", "recontact_note")

    version = HiddenField(default="0")
    assessed_on = DateField(_l("Assessed on"), validators=[DataRequired()])
    level = RadioField(_l("Risk to the person"), choices=words_of(RiskLevel), default=RiskLevel.MEDIUM.value)
    threats = TickMany(
        _l("What threatens the person"),
        choices=words_of(Threat),
        description=_l("If it became known that they spoke. Required for high and extreme risk."),
    )
    likelihood = SelectField(
        _l("How likely"), choices=lambda: choices(Likelihood, blank=_("not assessed")), validators=[MayBeEmpty()]
    )
    impact = SelectField(
        _l("How grave it would be"), choices=lambda: choices(Impact, blank=_("not assessed")), validators=[MayBeEmpty()]
    )
    reasons = TextAreaField(
        _l("What this rests on"),
        validators=[Length(max=5_000)],
        description=_l("What the person said, what happened to others. No name, no address, no telephone number."),
    )
    measures = TickMany(
        _l("Protection measures"),
        choices=words_of(ProtectionMeasure),
        description=_l("What has been agreed with the person, and what the team must keep to."),
    )
    embargo_until = DateField(
        _l("Embargo until"),
        validators=[MayBeEmpty()],
        description=_l("Through this day nothing of this witness leaves, whatever they consented to. Empty with “embargo” ticked: until it is lifted."),
    )  # fmt: skip
    recontact_rule = SelectField(_l("Contacting the person again"), choices=words_of(RecontactRule))
    recontact_note = TextAreaField(
        _l("How the rule is kept"),
        validators=[Length(max=1_000)],
        description=_l("Safe channel and hours belong into the vault, with the identity: they lead to the person."),
    )
    review_on = DateField(
        _l("Assess the risk again on"),
        validators=[MayBeEmpty()],
        description=_l("Risk changes. The day comes up under “My work”. Required for high and extreme risk."),
    )

    @classmethod
    def of(cls, witness: Witness) -> "PlanForm":
        """The form with what holds now, to be assessed anew."""
        return cls(
            data={
                "version": str(witness.version),
                "level": witness.risk_level.value,
                "measures": witness.protection_measures,
                "recontact_rule": witness.recontact_rule.value,
                "embargo_until": witness.embargo_until,
            }
        )

    @property
    def seen_version(self) -> int:
        """The version of the witness that was on the screen."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def assessment(self) -> Assessment:
        """What was entered."""
        return Assessment(
            assessed_on=self.assessed_on.data,
            level=RiskLevel(self.level.data),
            recontact_rule=RecontactRule(self.recontact_rule.data),
            likelihood=Likelihood(self.likelihood.data) if self.likelihood.data else None,
            impact=Impact(self.impact.data) if self.impact.data else None,
            threats=list(self.threats.data or []),
            reasons=self.reasons.data or "",
            measures=list(self.measures.data or []),
            recontact_note=self.recontact_note.data or "",
            embargo_until=self.embargo_until.data,
            review_on=self.review_on.data,
        )
