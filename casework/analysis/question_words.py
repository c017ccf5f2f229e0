"""A question as a sentence, so that whoever reads the answer knows what was asked."""

from casework import dates
from casework.analysis.asking import About, Question, Sureness
from casework.i18n import _, current_language
from casework.i18n.labels import label

_BETWEEN = {"ar": "؛ ", "en": "; "}


def sentence(question: Question) -> str:
    """As in "Allegations: act: Killing; place: Baniyas; possibly on 8 March 2025; …"."""
    parts = [part for part in _parts(question) if part]
    language = current_language()
    asked = _BETWEEN.get(language, "; ").join(parts) or _("all of this case")
    return _("%(what)s: %(asked)s.", what=label(question.about), asked=asked)


def _parts(question: Question) -> list[str]:
    named = [
        (_("act"), question.act), (_("basis of the link"), question.basis), (_("confidence at least"), question.at_least),
        (_("status"), None if question.about is About.VICTIMS else question.status), (_("harm"), question.harm),
        (_("sex"), question.sex), (_("age"), question.age_band), (_("consent today to"), question.consent),
    ]  # fmt: skip
    said = [f"{name}: {label(word)}" for name, word in named if word is not None]
    if question.place:
        said.insert(1 if question.act else 0, _("place: %(place)s", place=f"\u2068{question.place}\u2069"))
    if question.only_strong:
        said.append(_("with a basis that is not weak"))
    return [*said, _when(question), _by(question)]


def _when(question: Question) -> str:
    if not question.on:
        return ""
    values = {"date": dates.words(question.on, current_language())}
    if question.sureness is Sureness.DEFINITELY:
        return _("wholly in the time: %(date)s", **values)
    return _("possibly in the time: %(date)s", **values)


def _by(question: Question) -> str:
    if not question.unit:
        return ""
    values = {"unit": f"\u2068{question.unit}\u2069"}
    if not question.with_subordinates:
        return _("alleged against %(unit)s", **values)
    return _("alleged against %(unit)s or a unit that may have stood under it at that time", **values)
