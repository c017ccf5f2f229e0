"""Each check of a file in plain words: what was looked at, what the answer means, what it does not prove, what to do.

For a reader who is no technician and has to decide whether to rely on a document.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casework.dossiers.report import Answer, Check, Report
from casework.i18n import _, gettext
from casework.printing.text import ARABIC
from casework.vocabulary.term import N_


@dataclass(frozen=True)
class Words:
    """What is said of one check, in English: one meaning for each answer, and limits that hold for all of them."""

    question: str
    looked_at: str
    holds: str
    limits: str
    fails: str
    not_checked: str = ""


@dataclass(frozen=True)
class Explained:
    """One check as the page shows it, in the reader's language. `todo` is empty when there is nothing to do."""

    name: str
    answer: Answer
    detail: str
    question: str
    looked_at: str
    meaning: str
    limits: str
    todo: str

    @property
    def direction(self) -> str:
        """Of the detail: one in Arabic may begin with a name in Latin letters."""
        return "rtl" if ARABIC.search(self.detail) else "ltr"


_ASK = N_(
    "Do not rely on this file, and keep it as it is. Ask the issuer for a new copy in another way than this one came, "
    "and tell them the name of this check."
)
_KEY = N_(
    "Compare the fingerprint beside it with the one that the issuer told you in another way. If it is neither that one "
    "nor one of theirs from before, the file comes from somebody else: do not rely on it."
)
_LOG = N_("Keep that text and this answer: together they are the evidence. Tell the issuer, and whoever oversees them.")

TABLE: dict[str, Words] = {
    "seal": Words(
        N_("Seal over the whole file"),
        N_("Every byte of the file was hashed and compared with the seal that was put on it when it was made."),
        N_("Not a letter, a picture or a page was changed, added or taken out since."),
        N_("It does not say who sealed it (the next answer does), nor that what is written in it is true."),
        N_("Something was changed, added or removed, by accident on the way or on purpose; or the file never had a seal."),
    ),
    "key": Words(
        N_("Sealed with a key of this installation"),
        N_("Whether the key that sealed the file is one that this installation has or had."),
        N_("The file was made here. Nobody else can make such a seal without that key."),
        N_("It does not protect against somebody who stole the key, or who runs this machine. The log and a head that you kept elsewhere do."),
        N_("The seal may be sound and still be somebody else’s: anybody can seal a file with a key of their own."),
    ),
    "signature": Words(
        N_("Electronic signature"),
        N_("The signature that programs like Adobe Reader show: whether it fits every byte that it says it covers."),
        N_("What was signed is unchanged. Any program for signed PDF can check the same without us."),
        N_("Whether you may believe the name in it is the question of the certificate, below."),
        N_("The file was altered after it was signed, or the signature was taken out."),
        N_("Drafts and the file of a case carry no signature; every copy that was handed to its reader does."),
    ),
    "revisions": Words(
        N_("Nothing was added after it was signed"),
        N_("Whether the file goes on after the end of what was signed, as when somebody adds a note or a page in a PDF program."),
        N_("The file ends where the signature ends."),
        N_("It says nothing of what lay in the file before it was signed."),
        N_("Something was added later that nobody signed. A program may show it as if it belonged to the document."),
    ),
    "certificate": Words(
        N_("Certificate of who signed"),
        N_("Who vouches for the name in the signature, until when, and whether the certificate was revoked."),
        N_("An authority that is trusted here vouches for who signed."),
        N_("If it is our own authority, you trust us alone: compare its SHA-256 with the one told to you in another way."),
        N_("Nobody who is trusted here vouches for the signer, or the certificate had run out or was revoked."),
        N_("There was no certificate at hand to compare it with."),
    ),
    "time": Words(
        N_("Time of the signature"),
        N_("When the file was signed, and on whose word."),
        N_("An outside authority’s stamp says that the file existed at that moment."),
        N_("It says nothing of when the events happened or when a statement was given."),
        N_("There is a stamp, but of an authority that is not trusted here."),
        N_("Only the signer’s own clock gives the time. A clock can be wrong, or be set."),
    ),
    "manifest": Words(
        N_("Manifest"),
        N_("The list inside the file that names every object in it with its version and hash."),
        N_("The list is there and can be read, by programs as well."),
        N_("It is the issuer’s own list: it cannot show what the issuer left out. The redaction log says what was."),
        N_("The list is missing or damaged: what is inside cannot be compared with anything."),
    ),
    "attachments": Words(
        N_("Attached files"),
        N_("Each file inside the PDF was hashed and compared with the manifest; a file that is not listed counts as wrong."),
        N_("What is attached is what was attached when it was made, and nothing else is."),
        N_("Only files inside this PDF. Exhibits that were sent beside it have hashes of their own: annex D and the bundle."),
        N_("An attached file was exchanged, removed or added."),
    ),
    "log": Words(
        N_("Head of the log is in this log"),
        N_("The head printed in the dossier stands for every entry up to then. It was compared with the tree of hashes of our log of today."),
        N_("Our log still begins exactly as it did when the dossier was made: no entry from before was changed, removed or slipped in."),
        N_("You have this from us. To know it without us, keep the head elsewhere and use verify.py with a proof."),
        N_("The log of today is not a continuation of the one of then: entries were changed, or the file is from another installation."),
        N_("The log is not at hand here."),
    ),
    "entries": Words(
        N_("What it prints was entered in the log"),
        N_("The proofs inside the file: that each exhibit, statement and approval it prints, and its issue, stand in the log under the signed head."),
        N_("What you read was registered with these hashes before the dossier was issued, and was not made up for it."),
        N_("It does not prove that a statement is true or an exhibit genuine; nor what the log held that is not in this dossier."),
        N_("Something printed in it was not in the log as it says, or the proofs do not fit."),
        N_("The file carries no proofs, as files made before there were any."),
    ),
    "kept": Words(
        N_("The head that you kept"),
        N_("Your own record of the log’s head, with its signature, compared with the log of today."),
        N_("The log goes on from the head that you kept: nothing from before that moment was changed since."),
        N_("It covers what was in the log at that moment, not what came later."),
        N_("The log is no continuation of the head that you kept, or that text is no head of this log."),
        N_("You gave none. A head that you keep elsewhere is what exposes a log that was rewritten."),
    ),
}  # fmt: skip
_TODO = {"key": _KEY, "certificate": _KEY, "log": _LOG, "kept": _LOG}


# What can fail while every byte is as it was sealed: who sealed it, and what the log says of it.
_WHO, _LOGGED = {"key", "certificate", "time"}, {"log", "kept"}


@dataclass(frozen=True)
class Verdict:
    """All checks together: what to do with the file, before anything else is read."""

    title: str
    words: str
    tone: str = "bad"


def verdict(report: Report) -> Verdict:
    """In the reader's language. What fails decides: an altered file is one thing, an unknown sealer another."""
    failed = {check.name for check in report.checks if check.answer is Answer.FAILS}
    if report.holds:
        words = _("The seal, the signature where there is one, the attached files and the head of the log hold.")
        return Verdict(_("The file is what was sealed"), words, "good")
    if failed and failed <= _LOGGED:
        words = _("Keep the file, what you compared it with and this answer: together they are the evidence. Tell the "
                  "issuer, and whoever oversees them.")  # fmt: skip
        return Verdict(_("The file is what was sealed, but the log does not agree with it"), words)
    if failed and failed <= _WHO | _LOGGED:
        words = _("Not a byte was changed since. Do not rely on it before the issuer has told you, in another way than "
                  "this file came, that the key or the certificate named below is theirs.")  # fmt: skip
        return Verdict(_("It is not known here who sealed this file"), words)
    words = _("Do not rely on this file, and keep it as it is. Ask the issuer for a new copy in another way than this "
              "one came.")  # fmt: skip
    return Verdict(_("The file does not hold"), words)


def explain(report: Report) -> list[Explained]:
    """Every check of a report in the order in which it was made."""
    return [explained(check) for check in report.checks]


def explained(check: Check) -> Explained:
    """One check in the reader's language; one that has no words yet is shown by its name."""
    words = TABLE.get(check.name)
    if words is None:
        return Explained(check.name, check.answer, check.detail, check.name, "", "", "", "")
    meaning = {Answer.HOLDS: words.holds, Answer.FAILS: words.fails}.get(check.answer, words.not_checked)
    todo = _TODO.get(check.name, _ASK) if check.answer is Answer.FAILS else ""
    say: Callable[[str], str] = lambda text: gettext(text) if text else ""  # noqa: E731
    return Explained(
        check.name, check.answer, check.detail, say(words.question), say(words.looked_at), say(meaning),
        say(words.limits), say(todo),
    )  # fmt: skip


def worst_first(rows: Sequence[Explained]) -> list[Explained]:
    """What fails stands first, then what was not checked: that is what a reader has to act on."""
    order = [Answer.FAILS, Answer.NOT_CHECKED, Answer.HOLDS]
    return sorted(rows, key=lambda one: order.index(one.answer))
