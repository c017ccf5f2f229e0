"""The page in an export that tells a person what it is, for whom, and what has to be kept in mind."""

from casework.exchange.records.choosing import Chosen, RecordKind, Why
from casework.exchange.records.cleaning import Cleaner
from casework.exchange.records.plan import Plan
from casework.i18n import _, format_date
from casework.i18n.labels import label
from casework.vocabulary import Confidence


def readme(plan: Plan, chosen: Chosen, cleaner: Cleaner) -> str:
    """Plain text in the current language."""
    case = plan.case
    title = case.title_ar if plan.language == "ar" and case.title_ar else case.title
    name = plan.recipient.name_ar if plan.language == "ar" and plan.recipient.name_ar else plan.recipient.name
    head = [
        plan.marking,
        cleaner.text(title),
        _("For: %(name)s", name=name),
        _("Copy: %(reference)s, made on %(date)s by %(who)s", reference=plan.origin, date=format_date(plan.at.date()), who=plan.maker()),
        _("Sender: %(name)s", name=plan.sender) if plan.sender else "",
        _("Standard of proof: %(standard)s", standard=label(Confidence(case.standard_of_proof))),
    ]  # fmt: skip
    parts = [
        "\n".join(line for line in head if line),
        "\n".join(counts(chosen)),
        "\n".join([
            "csv/  " + _("One table for each kind of record (UTF-8); codebook.csv says what each column and word means."),
            "csv/left-out.csv  " + _("What is not here, and why."),
            "ftm/entities.ftm.json  " + _("The same as entities of Follow the Money 3.8, one a line, for Aleph and OpenAleph."),
            "manifest-sha256.txt  " + _("Nothing was changed when every line holds of: sha256sum -c manifest-sha256.txt"),
        ]),
        _("R1 identity, R2 location, R3 third party, R4 source or method, R5 ongoing risk."),
        _("Everybody and every unit named here is alleged to have done what is described. Only a court decides."),
        _("Read each allegation with what speaks against it; one that was refuted is in the table and is no link."),
        _("Persons are codes. Two codes that look alike in two data sets are not therefore one person: do not match them by name."),
        _("Figures must not be made by counting these rows: they are what this body may receive, not what happened."),
        _("Pass nothing on to another body: nobody asked the witnesses about it."),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def counts(chosen: Chosen) -> list[str]:
    """How many went, and how many stayed for which reason."""
    gone = [f"{label(RecordKind(kind))}: {number}" for kind, number in chosen.gone().items() if number]
    left = [
        f"{label(RecordKind(kind))} · {code}: {number}. {label(Why(why))}"
        for kind, code, why, number in chosen.stayed()
    ]
    return [_("What is in it:"), *gone, "", _("What was left out:"), *(left or [_("Nothing.")])]
