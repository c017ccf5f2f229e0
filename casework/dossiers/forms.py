"""What is asked for when a dossier is composed, issued or checked."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from casework.dossiers import kept_heads
from casework.dossiers.composing import DossierDetails
from casework.dossiers.models import Dossier
from casework.dossiers.outline import PARTS, PartKind
from casework.dossiers.planning import SECTIONS
from casework.dossiers.scope import Period
from casework.dossiers.states import DateDetail, DossierProfile, NoticeWay, PlaceDetail
from casework.i18n import _, _l, current_language
from casework.i18n.labels import choices
from casework.leaks.watching import WatchedForm
from casework.vocabulary import Marking
from casework.web import BaseForm
from casework.witnesses.forms import TickMany

TEXT_HELP = {
    "summary": _l("One page at most: what is alleged, how well it is established, what speaks against it."),
    "mandate": _l("Who asked, and for what. Left empty, the case's mandate is printed."),
    "method": _l("How the information was gathered, by whom, with which protection of witnesses."),
    "limitations": _l("What could not be seen, asked or visited, and what that means for the findings."),
    "requests": _l("What the committee is asked to do, one request a paragraph."),
}


def name_of_part(kind: PartKind) -> str:
    """A section by its title, an annex by its letter and title."""
    if not kind.is_annex:
        return _(kind.title)
    letter = kind.letters[current_language() == "ar"]
    return _("Annex %(letter)s: %(title)s", letter=letter, title=_(kind.title))


def _text(label: Any, section: str) -> TextAreaField:
    return TextAreaField(label, validators=[Length(max=20_000)], description=TEXT_HELP[section])


class ComposeForm(WatchedForm):
    """A dossier: for whom, about what, with which words of its own. A blank line begins a new paragraph."""

    watched = ("title", "title_ar", *(f"{section}_{lang}" for section in SECTIONS for lang in ("en", "ar")))

    version = HiddenField(default="0")
    recipient = SelectField(
        _l("Addressee"),
        validate_choice=False,
        description=_l("The body that receives it. Consent is asked for this body and for no other."),
    )
    profile = SelectField(
        _l("Profile"),
        choices=lambda: choices(DossierProfile),
        description=_l("Who it is for decides what is in it. A public summary has no words of the records; yours are searched for places and days."),
    )  # fmt: skip
    title = StringField(
        _l("Title"), [DataRequired(), Length(max=200)], description=_l("It stands on the cover and on every page.")
    )
    title_ar = StringField(_l("Title in Arabic"), [Length(max=200)], description=_l("For the Arabic edition."))
    marking = SelectField(
        _l("Marking"),
        choices=lambda: choices(Marking),
        default=Marking.CONFIDENTIAL.value,
        description=_l("It stands on every page."),
    )
    place_detail = SelectField(
        _l("Places are printed by"),
        choices=lambda: choices(PlaceDetail),
        default=PlaceDetail.PRECISE.value,
        description=_l("In the fields of incidents, exhibits, chronology and map. Narrative texts stay as they were written: read them."),
    )  # fmt: skip
    date_detail = SelectField(
        _l("Dates are printed by"),
        choices=lambda: choices(DateDetail),
        default=DateDetail.DAY.value,
        description=_l("A village, a day and an age together name a person. Witnesses to be generalised always have months."),
    )  # fmt: skip
    incidents = TickMany(
        _l("Incidents in scope"),
        validate_choice=False,
        description=_l(
            "None ticked means all of them. Their approved allegations, and what these rest on, come along."
        ),
    )
    public_dates = TickMany(
        _l("Incidents whose day everybody knows"),
        validate_choice=False,
        description=_l("For a public summary: their day is told, unless it would lead to the few people who were harmed."),
    )  # fmt: skip
    period_from = DateField(
        _l("From"),
        validators=[Optional()],
        description=_l("The first day that the dossier is about. Left empty: from the beginning."),
    )
    period_to = DateField(
        _l("To"),
        validators=[Optional()],
        description=_l(
            "The last day. An incident that may lie in the period is in it; what cannot is left out and said."
        ),
    )
    without = TickMany(
        _l("Leave out on purpose"),
        choices=lambda: [(kind.name, name_of_part(kind)) for kind in PARTS if kind.is_optional],
        description=_l(
            "What is ticked is not printed. The dossier names it among its limitations, so that nobody reads absence as nothing."
        ),
    )
    summary_en = _text(_l("Executive summary"), "summary")
    summary_ar = _text(_l("Executive summary in Arabic"), "summary")
    mandate_en = _text(_l("Mandate and scope"), "mandate")
    mandate_ar = _text(_l("Mandate and scope in Arabic"), "mandate")
    method_en = _text(_l("Method"), "method")
    method_ar = _text(_l("Method in Arabic"), "method")
    limitations_en = _text(_l("Limitations"), "limitations")
    limitations_ar = _text(_l("Limitations in Arabic"), "limitations")
    requests_en = _text(_l("Requests to the committee"), "requests")
    requests_ar = _text(_l("Requests to the committee in Arabic"), "requests")

    def prepare(
        self,
        bodies: Iterable[tuple[str, str]],
        incidents: Iterable[tuple[str, str]],
        own: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Fill in what can be chosen; `own`: the installation's own profiles, by "base:key"."""
        self.recipient.choices = list(bodies)
        self.incidents.choices = list(incidents)
        self.public_dates.choices = self.incidents.choices
        self.profile.choices = [*choices(DossierProfile), *own]

    def details(self) -> DossierDetails:
        """What was entered."""
        base, _colon, own = str(self.profile.data).partition(":")
        return DossierDetails(
            title=self.title.data or "",
            title_ar=self.title_ar.data or "",
            marking=Marking(self.marking.data),
            profile=DossierProfile(base),
            own_profile=own,
            public_dates=self.public_dates.data or (),
            place_detail=PlaceDetail(self.place_detail.data),
            date_detail=DateDetail(self.date_detail.data),
            incidents=self.incidents.data or (),
            period=Period(self.period_from.data, self.period_to.data),
            without=self.without.data or (),
            texts={
                section: {language: self[f"{section}_{language}"].data or "" for language in ("en", "ar")}
                for section in SECTIONS
            },
        )

    @property
    def always_printed(self) -> list[tuple[str, str]]:
        """The parts that cannot be left out, and why."""
        return [(name_of_part(kind), _(kind.why_always)) for kind in PARTS if not kind.is_optional]

    @property
    def sections(self) -> list[tuple[Any, Any]]:
        """The fields of each section in both languages, side by side."""
        return [(self[f"{section}_en"], self[f"{section}_ar"]) for section in SECTIONS]


def own_choice(dossier: Dossier) -> str:
    """A dossier's profile as the form offers it."""
    return f"{dossier.profile.value}:{dossier.own_profile}" if dossier.own_profile else dossier.profile.value


def values_of(dossier: Dossier, recipient_slug: str) -> dict[str, Any]:
    """A dossier as the form shows it."""
    texts: Mapping[str, Mapping[str, str]] = dossier.texts
    written = {f"{section}_{lang}": text for section, both in texts.items() for lang, text in both.items()}
    return {
        "version": str(dossier.version),
        "recipient": recipient_slug,
        "profile": own_choice(dossier),
        "public_dates": dossier.public_dates,
        "title": dossier.title,
        "title_ar": dossier.title_ar,
        "marking": dossier.marking.value,
        "place_detail": dossier.place_detail.value,
        "date_detail": dossier.date_detail.value,
        "incidents": dossier.incidents,
        "period_from": dossier.period_from,
        "period_to": dossier.period_to,
        "without": dossier.without,
        **written,
    }


class FindingForm(WatchedForm):
    """What the dossier finds about one incident, in its own words. A blank line begins a new numbered paragraph."""

    watched = ("finding_en", "finding_ar")

    version = HiddenField(default="0")
    finding_en = TextAreaField(
        _l("Finding"),
        validators=[Length(max=20_000)],
        description=_l(
            "What is established, to which standard, on what, and what speaks against it. Each paragraph gets a number; name its sources as [[T-0016 ¶9]]."
        ),
    )
    finding_ar = TextAreaField(
        _l("Finding in Arabic"),
        validators=[Length(max=20_000)],
        description=_l("A language left empty prints the other one."),
    )

    @property
    def texts(self) -> dict[str, str]:
        """What was entered, by language."""
        return {"en": self.finding_en.data or "", "ar": self.finding_ar.data or ""}


class ActForm(BaseForm):
    """A button that changes something."""


class NoticeForm(WatchedForm):
    """Somebody who has a copy was told."""

    watched = ("note",)

    account = SelectField(_l("Who was told"), validate_choice=False)
    told_on = DateField(_l("On"), validators=[DataRequired()])
    how = SelectField(_l("How"), choices=lambda: choices(NoticeWay))
    note = StringField(
        _l("What they answered"),
        validators=[Length(max=500)],
        description=_l("For example: copy destroyed, copy sent back, passed on to somebody else before."),
    )

    def offer(self, people: list[tuple[str, str]], today: date) -> None:
        """Who has a copy, and today."""
        self.account.choices = people
        if not self.is_submitted():
            self.told_on.data = today

    def validate_account(self, field: SelectField) -> None:
        """One of those who have a copy."""
        if field.data not in {key for key, _name in self.account.choices}:
            raise ValidationError(_("Choose who was told."))


class VerifyForm(BaseForm):
    """A file to be checked; it is read in memory and not kept."""

    only_checks = True

    file = FileField(
        _l("PDF file"), [FileRequired(_l("Choose the file to be checked."))], description=_l("It is not stored.")
    )


class CheckForm(VerifyForm):
    """A file to be checked, and a head of the log that its reader kept."""

    head = TextAreaField(
        _l("A head of the log that you kept (you can leave this empty)"),
        validators=[Length(max=2_000)],
        description=_l("The whole text as you saved it, with the line of the signature. It is compared, not stored."),
    )

    def validate_head(self, field: TextAreaField) -> None:
        """Told beside the field, for it says nothing about the file."""
        if not kept_heads.is_head(field.data or ""):
            raise ValidationError(_("This is not a signed head of a log. Paste all of its six lines."))
