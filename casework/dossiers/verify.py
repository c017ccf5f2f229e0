"""Check a dossier file offline: seal, signature, attached hashes and, where the log is at hand, its head."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Collection, Mapping

from casework import sandbox
from casework.dossiers import seal, signature_check
from casework.dossiers.archive import LOG, MANIFEST
from casework.dossiers.report import Answer, Check, Report
from casework.i18n import _, ngettext
from casework.verifier import verify as verifier

HeadKnown = Callable[[int, str], bool]
_LIMITS = sandbox.Limits(seconds=60.0, cpu_seconds=60, most_bytes=200 * 1024 * 1024)


def verify(
    data: bytes,
    *,
    trusted: Collection[bytes],
    head_known: HeadKnown | None = None,
    signatures: signature_check.Known | None = None,
) -> Report:
    """Check every byte of the file. `trusted` holds public keys; `head_known` asks this installation's log; `signatures`
    is what the electronic signature is checked against."""
    report = Report(hashlib.sha256(data).hexdigest())
    check_seal(report, data, trusted)
    is_signed = signature_check.check(report, data, signatures) if signatures is not None else None
    try:
        files = attached(data)
        report.manifest = json.loads(files[MANIFEST])
        report.add("manifest", isinstance(report.manifest, dict))
    except KeyError:
        text = _("There is no such list in it: it was not made by Casework, or the list was taken out.")
        report.add("manifest", False, text)
        return report
    except ValueError:
        report.add("manifest", False, _("What is inside cannot be read: the file was cut off or damaged."))
        return report
    if is_signed is False:
        signature_check.missing(report, promised="signature" in report.manifest)
    check_attachments(report, files)
    check_head(report, head_known)
    check_entries(report, files)
    return report


def unfit(data: bytes) -> str | None:
    """Why there is nothing to check in a file, in words for whoever chose it; None for what may be a dossier."""
    if not data:
        return _("This file is empty: it did not arrive whole. Fetch it again, or ask for it again.")
    if data.startswith(b"age-encryption.org/"):
        return _(
            "This file is still encrypted. Open it with your key first (age -d -i key.txt FILE.pdf.age > FILE.pdf), and choose the PDF that comes out."
        )
    if data.startswith(b"PK"):
        return _("This is a ZIP. Of the exhibits or a case in a bag, verify.py checks every file: save it below.")
    if b"%PDF-" not in data[:1024]:
        return _(
            "This is no PDF, so it is no dossier. Choose the PDF itself, not a shortcut, a picture or a text of it."
        )
    return None


def check_seal(report: Report, data: bytes, trusted: Collection[bytes]) -> None:
    try:
        found = seal.examine(data)
    except seal.AddedTo:
        report.add("seal", False, _("Something was added to the file, or it was written anew, after it was signed."))
        return
    except seal.SealMissing:
        report.add(
            "seal",
            False,
            _(
                "The file carries no seal, or not exactly one: it was not made by Casework, or a program wrote it anew (saved, printed, shortened)."
            ),
        )
        return
    report.add("seal", found.is_intact, "" if found.is_intact else _("The file was altered after it was sealed."))
    report.add("key", found.public_key in trusted, found.fingerprint)


def attached(data: bytes) -> dict[str, bytes]:
    """The files inside, read in the confined child. Raises ValueError, saying why, when they cannot be read."""
    packed = io.BytesIO()
    made = sandbox.produce("attachments", {"most": _LIMITS.most_bytes}, io.BytesIO(data), packed, _LIMITS)
    if made.problem:
        raise ValueError(made.problem.value)
    try:
        with zipfile.ZipFile(packed) as files:
            if any(one.compress_type != zipfile.ZIP_STORED for one in files.infolist()):
                raise ValueError("compressed")
            return {name: files.read(name) for name in files.namelist()}
    except zipfile.BadZipFile as error:
        raise ValueError("damaged") from error


def check_attachments(report: Report, files: dict[str, bytes]) -> None:
    """Every listed file is there with its hash, and no other file is."""
    listed = report.manifest.get("attachments", {})
    given = {name: hashlib.sha256(body).hexdigest() for name, body in files.items() if name != MANIFEST}
    wrong = sorted(name for name in {*listed, *given} if listed.get(name) != given.get(name))
    report.add("attachments", not wrong, ", ".join(wrong))


def check_head(report: Report, head_known: HeadKnown | None) -> None:
    log = report.manifest.get("log", {})
    words = f"{log.get('sequence')}: {log.get('head')}"
    if head_known is None:
        report.leave("log", words)
    else:
        report.add("log", head_known(int(log.get("sequence", 0)), str(log.get("head", ""))), words)


def check_entries(report: Report, files: Mapping[str, bytes]) -> None:
    """The proofs of the log that the file carries, by the same rules as the verifier that is handed out."""
    if LOG not in files:
        report.leave("entries")
        return
    outside = verifier.Report()
    try:
        log = verifier.parsed(files[LOG])
        shown = verifier.check_log(outside, log, None, None)
        verifier.check_printed(outside, report.manifest["log"], log)
        verifier.check_objects(outside, report.manifest, shown)
    except (verifier.Unreadable, LookupError, TypeError, ValueError, AttributeError):
        report.add("entries", False, _("The proofs cannot be read."))
        return
    is_proved = all(holds for _name, holds, _detail in outside.checks)
    proved = ngettext("%(num)s entry is proved.", "%(num)s entries are proved.", len(shown))
    report.add("entries", is_proved, proved if is_proved else _("Some of it is not proved by the entries in the file."))


__all__ = ["Answer", "Check", "Report", "attached", "verify"]
