"""Every way by which something of a case leaves the installation, and what it asks before it does.

A test opens every page: one that answers with anything but a page, and stands in neither list, fails it; and each way
out is tried with a consent rule that always says no, and has to refuse. Screens are no ways out: they are shown to
members of the case, who see what stands beside it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class WayOut:
    """One way out: what goes, and the function that asks `casework.witnesses.consent.may_be_used` first."""

    what: str
    asks: str


PAGES: dict[str, WayOut] = {
    "received.download": WayOut(
        "a reader's own copy of an issued dossier, English or Arabic, with manifest, source texts and annexes",
        "casework.dossiers.delivery.refuse_withdrawn",
    ),
    "received.download_encrypted": WayOut(
        "the same copy, encrypted to the keys of the reader's body",
        "casework.dossiers.delivery.refuse_withdrawn",
    ),
    "received.read": WayOut(
        "the same copy, shown by the reader's browser", "casework.dossiers.delivery.refuse_withdrawn"
    ),
    "received.page_picture": WayOut(
        "a page of the same copy as a picture", "casework.dossiers.delivery.refuse_withdrawn"
    ),
    "bundle.download": WayOut(
        "the exhibits that an issued dossier prints, as a bag, to a member of its body",
        "casework.exchange.services.refuse_changed",
    ),
    "bundle.download_encrypted": WayOut(
        "the same exhibits, encrypted to the keys of the reader's body", "casework.exchange.services.refuse_changed"
    ),
    "dossiers.send_out": WayOut(
        "the body's copy of an issued dossier, encrypted to its keys, to be sent by other means",
        "casework.dossiers.delivery.refuse_withdrawn",
    ),
    "received.download_volume": WayOut(
        "the names of a sealed volume, encrypted to the keys of the reader's body",
        "casework.dossiers.volume_delivery.refuse_changed",
    ),
    "volumes.send_out": WayOut(
        "the same, to be sent by other means",
        "casework.dossiers.volume_delivery.refuse_changed",
    ),
    "dossiers.draft": WayOut(
        "a draft or the case's own copy of a dossier, with the same attachments",
        "casework.dossiers.delivery.refuse_withdrawn",
    ),
    "bags.download": WayOut(
        "exhibits with their files, sheets and custody as a bag for one body",
        "casework.exchange.services.refuse_changed",
    ),
    "records.download": WayOut(
        "units, individuals, incidents with victims and allegations as tables and as Follow the Money, for one body",
        "casework.exchange.records.services.refuse_changed",
    ),
    "evidence.original": WayOut("the file of an exhibit as it came", "casework.testimonies.consenting.giver_objects"),
    "evidence.custody_form": WayOut(
        "the custody form of an exhibit: title, hash, chain of custody", "casework.testimonies.consenting.giver_objects"
    ),
    "analysis.export_file": WayOut(
        "a figure of the case with its marking: titles, codes, dates and places of records",
        "casework.analysis.leaving.sieve_for",
    ),
}

COMMANDS: dict[str, WayOut] = {
    "case export": WayOut(
        "a bag of exhibits for one body, in a folder or a ZIP", "casework.dossiers.selection.consent_for_records"
    ),
    "case export-records": WayOut("the same records as data, in a ZIP", "casework.dossiers.selection.standing"),
    "dossier build": WayOut("a sealed draft", "casework.dossiers.selection.select_content"),
}

# What answers with something else than a page, and carries nothing that a witness gave.
NOT_OF_A_WITNESS: dict[str, str] = {
    "home.healthz": "says that the server lives",
    "redactions.picture": "a picture to mark boxes on, shown to members of the case who work on it",
    "evidence.preview": "the small picture on the exhibit's own page, shown to members of the case",
    "evidence.large": "the same picture, larger",
    "evidence.page_picture": "a page of a document on the exhibit's own page",
    "evidence.still": "a still on the exhibit's own page",
    "evidence.waveform": "a drawing on the exhibit's own page",
    "evidence.timestamp": "an authority's time stamp over the hash that stands on the exhibit's own page",
    "composer.part": "one part of a draft, shown to the supervisors who compose it; what consent does not allow is not in it",
    "composer.page_picture": "a page of a version, shown to members of the case who compare it with another",
    "heads.head_file": "the log's signed head: a size, a hash and a time",
    "heads.proof_file": "hashes of the log",
    "heads.verifier_file": "our own program",
    "lists.template": "an empty list to fill in",
    "lists.problems": "lines of a list that the reader gave a moment ago, back to the reader alone, to be mended",
    "unit_exports.export": "what public sources say of a unit; what rests on a statement or an exhibit alone stays here",
    "received.authority": "the certificate of our own authority",
    "received.revoked": "which of our certificates were revoked: numbers and times",
    "uploads.index": "the reader's own unfinished uploads",
    "analysis.graph_data": "the codes and titles that stand on the page of the links, for its script",
    "analysis.map_data": "the marks that stand on the page of the map, for its script",
    "evidence.media": "the copy to play on the exhibit's own page",
}
COMMANDS_NOT_OF_A_WITNESS = frozenset(
    {
        "audit export",  # codes only
        "audit verify",  # reads a head
        "audit timestamp",  # a hash of the log's head
        "audit verify-timestamp",  # reads a stamp
        "backup create",  # encrypted as it lies
        "case import",  # reads a bag
        "dossier verify",  # reads a file
        "dossier which-copy",  # reads a file
        "keys certificates",  # public certificates
        "vault export",  # sealed to the installation's own custodians, who hold the identities anyway
        "vault open",  # reads a file, on a custodian's machine
    }
)
