"""Proofs to hand out: that entries are in the log, and that one state of it is the beginning of another.

For a package that leaves the house (a dossier, a bag), in a session that may read:

    log = proofs.evidence(session, vault, seqs)      # a signed head, and each entry with its proof, ready for JSON
    text = proofs.dumps(log)                         # what `verify.py` reads as log.json, or casework/log.json in a bag

`seqs` come from `proofs.entries_about(session, case_id=…, labels=[…], actions=[…])` or from `audit.record(…).seq`.
An entry shows its number, time and act; object and facts are opened only for acts in `FACTS_SHOWN`, and who did it
never: it stays a commitment. A package that is described by an entry of its own transaction (a bag's export) passes
`with_own=True` and keeps the text in that transaction's rows (see `heads`).
"""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from casework.audit.heads import public_bytes, read, signed_head, signing_key
from casework.audit.leaves import Leaf, commitment
from casework.audit.models import AuditEntry
from casework.audit.tree import Tree
from casework.audit.verify import leaf_columns
from casework.db import UNFILTERED
from casework.vault import Vault
from casework.verifier.verify import SALT_BYTES, SEALED

SCHEMA = "casework.log/1"
CHUNK = 500
# Acts whose facts are hashes, versions and decisions alone: nothing in them is more than the package itself shows.
FACTS_SHOWN = frozenset({
    "evidence.registered", "testimony.submitted", "allegation.submitted", "review.decided", "dossier.issued",
    "dossier.received", "dossier.sent_out", "volume.issued", "case.exported", "log.key_made",
})  # fmt: skip


def evidence(
    session: Session, vault: Vault, seqs: Iterable[int], *, earlier: Collection[int] = (), with_own: bool = False
) -> dict[str, Any]:
    """A signed head, and for each entry the proof that it is in the tree under that head.

    `earlier` are sizes of the log that the reader may have a head of: for each a proof of consistency is added.
    Raises VaultSealed, ValueError for an entry that the head does not cover, and Incomplete for a damaged log.
    """
    text = signed_head(session, vault, with_own=with_own)
    size, tree = read(text).size, Tree(session)
    wanted = sorted(set(seqs))
    return {
        "schema": SCHEMA,
        "key": public_bytes(signing_key(vault)).hex(),
        "signed_head": text,
        "entries": [
            {"entry": shown(leaf), "proof": [node.hex() for node in tree.inclusion(leaf.seq, size)]}
            for leaf in leaves_of(session, wanted)
        ],
        "consistency": [consistency(tree, first, size) for first in sorted({one for one in earlier if one <= size})],
    }


def consistency(tree: Tree, first: int, second: int) -> dict[str, Any]:
    """The proof between two sizes, as `verify.py --proof` reads it. Raises ValueError."""
    path = [node.hex() for node in tree.consistency(first, second)]
    return {"first": first, "second": second, "path": path}


def shown(leaf: Leaf) -> dict[str, Any]:
    """An entry for outsiders: three commitments, of which two are opened where the act allows it."""
    salts = [leaf.salts[start : start + SALT_BYTES] for start in range(0, SALT_BYTES * len(SEALED), SALT_BYTES)]
    values = dict(zip(SEALED, zip(salts, (leaf.actor, leaf.subject, leaf.facts), strict=True), strict=True))
    opened = ("subject", "facts") if leaf.action in FACTS_SHOWN else ()
    return {
        "seq": leaf.seq,
        "at": leaf.at,
        "action": leaf.action,
        "sealed": {name: commitment(salt, value).hex() for name, (salt, value) in values.items()},
        "opened": {name: [values[name][0].hex(), values[name][1]] for name in opened},
    }


def leaves_of(session: Session, seqs: Sequence[int]) -> list[Leaf]:
    """Entries as they are hashed, in the given order. Raises ValueError when one is not there."""
    columns, found = select(*leaf_columns(session)), {}
    for start in range(0, len(seqs), CHUNK):
        chosen = columns.where(col(AuditEntry.seq).in_(seqs[start : start + CHUNK]))
        for row in session.execute(chosen, execution_options=UNFILTERED):
            found[row[0]] = Leaf(*row)
    if len(found) != len(set(seqs)):
        raise ValueError("an entry is not in the log")
    return [found[seq] for seq in seqs]


def entries_about(
    session: Session, *, case_id: int | None, labels: Sequence[str], actions: Collection[str] = ()
) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Number, act, reference and facts of a case's entries about these objects, oldest first; without `actions` all."""
    found: list[Any] = []
    columns = select(AuditEntry.seq, AuditEntry.action, AuditEntry.subject_label, AuditEntry.facts)
    for start in range(0, len(labels), CHUNK):
        some = col(AuditEntry.subject_label).in_(labels[start : start + CHUNK])
        chosen = columns.where(AuditEntry.case_id == case_id, some)
        if actions:
            chosen = chosen.where(col(AuditEntry.action).in_(sorted(actions)))
        found += session.execute(chosen, execution_options=UNFILTERED).all()
    return sorted(((seq, action, label, facts) for seq, action, label, facts in found), key=lambda row: row[0])


def dumps(log: dict[str, Any]) -> str:
    """As text, the same for the same content."""
    return json.dumps(log, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def head_of(text: str) -> str:
    """The signed head in what `dumps` wrote."""
    return str(json.loads(text)["signed_head"])
