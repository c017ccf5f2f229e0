"""Forms of allegations: shape and wording. Nothing here says that anybody did anything: it is alleged."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from casework.allegations.links import SourceNamed
from casework.allegations.rules import Claimed, problems
from casework.i18n import _, _l
from casework.i18n.labels import choices, label
from casework.leaks.watching import WatchedForm
from casework.vocabulary import Act, Confidence, LegalLabel, LiabilityMode, LinkBasis
from casework.web import BaseForm, ReferenceField

BLANK_SOURCES = 2
_BETWEEN = re.compile(r"[\s,;،؛]+")


def _basis_choices() -> list[tuple[str, str]]:
    weak = _("weak")
    return [(basis.value, f"{label(basis)} ({weak})" if basis.is_weak else label(basis)) for basis in LinkBasis]


class ManyField(SelectMultipleField):
    """Several answers, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SourceRow(Form):
    """A paragraph or exhibit, for or against."""

    reference = StringField(_l("Testimony or exhibit"), validators=[Length(max=20)])
    paragraph = StringField(_l("Paragraph, page or time"), validators=[Length(max=40)])
    goes_back_to = StringField(_l("Goes back to"), validators=[Length(max=200)])
    refuted = StringField(_l("Refuted, because"), validators=[Length(max=1_000)])
    is_contrary = BooleanField(_l("Speaks against it"))


class AllegationForm(WatchedForm):
    """Who is alleged to have done what to whom, on whose word, and what speaks against it."""

    watched = ("conduct", "contrary", "sources")

    version = HiddenField()
    act = SelectField(
        _l("Alleged act"), choices=lambda: choices(Act, blank=_("Choose an act")), validators=[DataRequired()]
    )
    incident = ReferenceField(_l("Incident"))
    unit = ReferenceField(
        _l("Unit alleged to be responsible"), description=_l("A unit, an individual, or both: at least one.")
    )
    individual = ReferenceField(_l("Individual alleged to be responsible"), description=_l("By code."))
    victims = ManyField(_l("Victims"))
    victim_codes = StringField(
        _l("Victims"), validators=[Length(max=2_000)], description=_l("Codes as in V-0001, V-0004.")
    )
    conduct = TextAreaField(
        _l("Alleged conduct"),
        validators=[Length(max=5_000)],
        description=_l("What this unit or individual is alleged to have done, without names."),
    )
    mode = SelectField(
        _l("Mode of liability"),
        choices=lambda: choices(LiabilityMode),
        default=LiabilityMode.UNDETERMINED.value,
        description=_l(
            "Rome Statute, Articles 25(3) and 28. Undetermined is an honest answer. Where a commander or superior is"
            " meant, the factors of Article 28 are answered on a page of their own."
        ),
    )
    bases = ManyField(
        _l("Basis of the link"),
        choices=_basis_choices,
        description=_l("Why the act is attributed to them. A weak basis needs a stronger one beside it."),
    )
    sources = FieldList(
        FormField(SourceRow),
        label=_l("Sources"),
        min_entries=BLANK_SOURCES,
        max_entries=100,
        description=_l(
            "T-0001 with its paragraph, or EX-0001. At least one that supports the link. Where it goes back to: the"
            " witness or origin from whom it was heard, as W-0003 or in words; sources of one origin count once. A"
            " source that was refuted stays and is shown as refuted."
        ),
    )
    contrary_searched = RadioField(
        _l("What speaks against it"),
        choices=lambda: [
            ("found", _("Something speaks against it")),
            ("searched", _("Looked for, none found")),
        ],
        validators=[
            DataRequired(message=_l("Say what speaks against this, or that you looked, where, and found nothing."))
        ],
        description=_l("Incriminating and exonerating circumstances are investigated alike (Rome Statute, 54(1)(a))."),
    )
    contrary = TextAreaField(
        _l("What it is, or where you looked"),
        validators=[Length(max=10_000)],
        description=_l("Other accounts, alibis, other units in the place, doubts about the source."),
    )
    is_refuted = BooleanField(
        _l("Refuted by what speaks against it"), description=_l("The link is kept and shown as refuted.")
    )
    confidence = SelectField(
        _l("Confidence"), choices=lambda: choices(Confidence), description=_l("The standard of proof that is reached.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape, and what an allegation needs: every complaint at once, each beside its field."""
        is_shaped = bool(super().validate(extra_validators))
        found = problems(self._claimed())
        for name, text in found.items():
            if not self[name].errors:
                self[name].errors = [_(text)]
        return is_shaped and not found

    def _claimed(self) -> Claimed:
        mode = self.mode.data if self.mode.data in set(LiabilityMode) else LiabilityMode.UNDETERMINED
        return Claimed(
            names_unit=bool(self.unit.data),
            names_individual=bool(self.individual.data),
            mode=LiabilityMode(mode),
            bases=[LinkBasis(basis) for basis in self.bases.data or [] if basis in set(LinkBasis)],
            contrary=self.contrary.data or "",
            contrary_searched=self.contrary_searched.data == "searched",
            supporting=sum(1 for row in self.source_rows() if row.supports),
        )

    def source_rows(self) -> list[SourceNamed]:
        """The sources that were named."""
        return [
            SourceNamed(
                row["reference"] or "", row["paragraph"] or "", bool(row["is_contrary"]),
                row["goes_back_to"] or "", row["refuted"] or "",
            )
            for row in self.sources.data
            if row["reference"]
        ]  # fmt: skip

    def victim_references(self) -> list[str]:
        """The codes of the victims, from boxes or typed."""
        typed = [code.upper() for code in _BETWEEN.split(self.victim_codes.data or "") if code]
        return list(dict.fromkeys([*(self.victims.data or []), *typed]))


class LegalForm(BaseForm):
    """A supervisor's provisional legal labels."""

    version = HiddenField()
    labels = ManyField(
        _l("Provisional legal labels"),
        choices=lambda: choices(LegalLabel),
        description=_l("Provisional and not a finding of law: only a court decides."),
    )


class SubmitForm(BaseForm):
    """Send it to review."""
