"""From snapshots to files: typeset, mark, seal, and search the result for names. Nothing here decides; see `freezing`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from casework.audit import heads
from casework.config import Settings
from casework.dossiers import archive, copy_marks, html, leak, render, seal
from casework.dossiers.cache import FragmentCache
from casework.dossiers.content import Snapshot
from casework.dossiers.profiles import Profile
from casework.dossiers.searching import Search
from casework.dossiers.snapshot import canonical, digest, dumps
from casework.dossiers.typesetting import Body, Typesetter
from casework.errors import Cause, Refused, Unavailable
from casework.i18n import LOCALES, _, gettext, translations, use_locale
from casework.printing.press import Answered, press, unheard
from casework.storage import AlteredContent, FileStore, MissingContent
from casework.vault import VaultSealed, master, vault_of

TEXTS = "source-texts.json"
Work = Mapping[str, tuple[Snapshot, Mapping[str, bytes]]]
MANIFEST_SCHEMA = "casework.manifest/2"


@dataclass(frozen=True)
class CopyMark:
    """What one copy says of itself: its number ("" for a draft), for whom, and since when; and what else tells it apart.

    Copies that were made before there were such marks have no `code` and no `layout_key`: they come out as they did."""

    number: str = ""
    recipient: str = ""
    issued_on: date | None = None
    code: str = ""
    layout_key: str = ""
    until: date | None = None
    receipt_code: str = ""
    is_volume: bool = False

    def words(self, snapshot: Snapshot) -> tuple[str, str]:
        """The line on every page and the line on the first, in the current language."""
        reference = f"{snapshot.cover.dossier_ref} v{snapshot.cover.version}"
        if not self.number:
            return _("DRAFT – not issued"), _("DRAFT of %(dossier)s – not issued", dossier=reference)
        day = format_date(self.issued_on, "long", locale=LOCALES[snapshot.lang]) if self.issued_on else ""
        long = _("Copy no. %(number)s of %(dossier)s, for %(recipient)s, issued on %(date)s",
                 number=self.number, dossier=reference, recipient=self.recipient, date=day)  # fmt: skip
        return _("Copy no. %(number)s", number=self.number), long

    def notes(self, snapshot: Snapshot) -> list[str]:
        """What else stands on the cover, in the current language: until when it may be used, and the code to confirm."""
        found = []
        if self.until:
            day = format_date(self.until, "long", locale=LOCALES[snapshot.lang])
            found.append(_("To be used until %(day)s, unless the issuer gives more time.", day=day))
        if self.receipt_code:
            code = copy_marks.shown(self.receipt_code)
            found.append(_("Code to confirm that you have it: %(code)s", code=code))
        return found


def phrases(language: str) -> html.Phrases:
    """The catalogue of a language for the printed templates; their placeholders are filled by the templates."""
    catalogue = translations(language)
    return html.Phrases(
        gettext=lambda text: catalogue.ugettext(text),
        ngettext=lambda one, many, count: catalogue.ungettext(one, many, count),
        day=lambda day: str(format_date(day, "d MMM", locale=LOCALES[language])),
    )


def pictures_of(store: FileStore, snapshot: Snapshot) -> dict[str, bytes]:
    """The reduced pictures that the snapshot shows. Raises Unavailable when one is gone."""
    found = {}
    for exhibit in snapshot.exhibits:
        if exhibit.picture:
            try:
                with store.open_stream(exhibit.picture) as stream:
                    found[exhibit.picture] = stream.read()
            except (MissingContent, AlteredContent):
                raise Unavailable(gettext("The picture of %(ref)s is missing.", ref=exhibit.ref)) from None
    return found


def typeset(work: Work, cache: FragmentCache | None = None, answered: Answered = unheard) -> dict[str, Body]:
    """Bodies by language: everything but the copy's mark, the attachments and the seal. Raises Unavailable."""
    bodies = {}
    with press() as made:
        for language, (snapshot, pictures) in work.items():
            with use_locale(language):
                bodies[language] = Typesetter(made, cache, answered).body(snapshot, phrases(language), pictures)
    return bodies


def keys_of(settings: Settings) -> list[Ed25519PrivateKey]:
    """Keys that this installation seals or sealed with: its signing key, then those that were once made from the master
    keys, for copies that must come out as they were first made. Raises Unavailable without a master key."""
    try:
        ring = master.load(settings)
        current = heads.signing_key(vault_of(settings))
    except (master.NoMasterKey, VaultSealed) as problem:
        raise Unavailable(gettext("Dossiers cannot be sealed: there is no master key.")) from problem
    return [current, *(seal.sealing_key(key.secret) for key in sorted(ring.keys, key=lambda key: -key.version))]


def sealed_copy(snapshot: Snapshot, body: bytes, mark: CopyMark, key: Ed25519PrivateKey, log: str = "") -> bytes:
    """One copy, marked on every page, with manifest, source texts and proofs of the log attached, sealed. The same every
    time. `log` is the version's proof; a file that is only searched for names needs none."""
    return archive.finish(
        body,
        copy=marked(snapshot, mark),
        manifest=manifest(snapshot, mark, key),
        attachments=attachments(snapshot, log),
        key=key,
    )


def marked(snapshot: Snapshot, mark: CopyMark) -> archive.Copy:
    with use_locale(snapshot.lang):
        short, long = mark.words(snapshot)
        words = {"short": short, "long": long, "code": mark.code}
        page = html.compose_mark(snapshot, phrases(snapshot.lang), notes=mark.notes(snapshot), **words)
    return archive.Copy(render.render(page, variant=None), mark.number, mark.layout_key, mark.is_volume)


def attachments(snapshot: Snapshot, log: str) -> dict[str, bytes]:
    return {TEXTS: source_texts(snapshot)} | ({archive.LOG: log.encode()} if log else {})


def manifest(snapshot: Snapshot, mark: CopyMark, key: Ed25519PrivateKey) -> dict[str, Any]:
    """What the file consists of, for programs: objects by version and hash, the head of the log, the sealing key."""
    public = seal.public_bytes(key)
    return {
        "schema": MANIFEST_SCHEMA,
        "case": snapshot.cover.case_ref,
        "dossier": snapshot.cover.dossier_ref,
        "version": snapshot.cover.version,
        "edition": snapshot.lang,
        "built_at": snapshot.built_at,
        "state": "sealed volume" if mark.is_volume else "issued" if mark.number else "draft",
        "recipient": mark.recipient,
        "is_synthetic": snapshot.is_demo,
        **({"profile": snapshot.profile.key} if snapshot.profile != Profile() else {}),
        "log": {"sequence": snapshot.log_sequence, "head": snapshot.log_head},
        "key": {"algorithm": "ed25519", "public": public.hex(), "fingerprint": seal.fingerprint(public)},
        "snapshot_sha256": digest(dumps(snapshot)),
        "objects": [{"ref": one.ref, "version": one.version, "sha256": one.sha256} for one in snapshot.items],
    }


def source_texts(snapshot: Snapshot) -> bytes:
    """Statements as printed, for reading and searching: Arabic with vowel signs does not always leave a PDF in order."""
    texts = {
        statement.ref: {
            "version": statement.version,
            "paragraphs": [
                {"number": p.number, "original": p.original, "translation": p.translation} for p in statement.paragraphs
            ],
        }
        for statement in snapshot.statements
    }
    return json.dumps(json.loads(canonical(texts)), ensure_ascii=False, sort_keys=True, indent=1).encode()


def refuse_leaks(data: bytes, names: Iterable[leak.Name], case_ref: str, words: str = "") -> None:
    """Raise Refused naming whose name is where, when a name of the vault is found in a finished file, or in the `words`
    that it was typeset from."""
    refuse(leak.scan(data, names, words), case_ref)


def refuse_names(search: Search, snapshot: Snapshot, body: Body) -> None:
    """The same for a body that was just put together from its snapshot; what was searched before is not again."""
    refuse(search.hits(snapshot, body.fragments), snapshot.cover.case_ref)
    search.remember()


def refuse(hits: Iterable[leak.Hit], case_ref: str) -> None:
    """Raise Refused for what was found, each with the page on which it can be mended."""
    endpoints = {"W": "witnesses.show", "V": "victims.show", "P": "individuals.show"}
    causes = []
    for hit in hits:
        endpoint = endpoints.get(hit.owner[0])
        fix = {"ref": hit.owner} if endpoint == "individuals.show" else {"case_ref": case_ref, "ref": hit.owner}
        text = _("The name of %(owner)s stands in the finished file (%(place)s).", owner=hit.owner, place=hit.place)
        causes.append(Cause(text, None, endpoint, fix))
    if causes:
        raise Refused(causes[:50])
