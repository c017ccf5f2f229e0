"""What a dossier carries of the log: a signed head, and the proof that what it prints was entered there."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from casework.audit import heads, proofs
from casework.dossiers import services
from casework.dossiers.content import Snapshot
from casework.dossiers.models import Dossier, DossierVersion
from casework.vault import Vault

# The entry that holds an object's hash, and the one that says that somebody else approved this version of it.
ENTERED = frozenset({"evidence.registered", "testimony.submitted", "allegation.submitted", "review.decided"})
OF_VERSION = frozenset({"testimony.submitted", "allegation.submitted", "review.decided"})
ISSUED, VOLUME_ISSUED = "dossier.issued", "volume.issued"
MOST_EARLIER = 50


def keep_proof(session: Session, vault: Vault, dossier: Dossier, version: DossierVersion) -> None:
    """Give a version its proof, in the transaction that built or issued it: the head covers that entry, too.

    Raises VaultSealed, and Incomplete for a damaged log.
    """
    heads.announce(session, vault)
    snapshot = services.snapshot_of(version, version.languages[0])
    issued = proofs.entries_about(session, case_id=dossier.case_id, labels=[dossier.reference], actions={ISSUED})
    seqs = [seq for seq, _action, _label, facts in issued if facts.get("snapshot") == version.snapshot_hash]
    text = proof(session, vault, dossier.case_id, snapshot, also=seqs, earlier=sent_before(session, dossier))
    version.log_proof, version.log_size = text, heads.read(proofs.head_of(text)).size
    session.add(version)
    session.flush()


def proof(
    session: Session,
    vault: Vault,
    case_id: int,
    snapshot: Snapshot,
    *,
    also: Collection[int] = (),
    earlier: Collection[int] = (),
) -> str:
    """The proof of everything that a snapshot prints, as log.json. Raises VaultSealed, Incomplete."""
    versions = {item.ref: item.version for item in snapshot.items}
    seqs = [
        seq
        for seq, action, label, facts in proofs.entries_about(
            session, case_id=case_id, labels=sorted(versions), actions=ENTERED
        )
        if action not in OF_VERSION or facts.get("version") == versions[label]
    ]
    sizes = {*earlier, snapshot.log_sequence}
    return proofs.dumps(proofs.evidence(session, vault, [*seqs, *also], earlier=sizes, with_own=True))


def proof_of_volume(session: Session, vault: Vault, dossier: Dossier, shell: Snapshot) -> str:
    """The proof of the head that a sealed volume prints, and of its issue, as log.json. Raises as `proof`."""
    issued = proofs.entries_about(session, case_id=dossier.case_id, labels=[dossier.reference], actions={VOLUME_ISSUED})
    seqs = [seq for seq, _action, _label, facts in issued if facts.get("volume") == shell.cover.dossier_ref]
    return proof(session, vault, dossier.case_id, shell, also=seqs, earlier=sent_before(session, dossier))


def sent_before(session: Session, dossier: Dossier) -> set[int]:
    """Sizes of the log whose heads the recipient has from earlier dossiers: each is proved to begin this one."""
    statement = (
        select(DossierVersion.log_size)
        .join(Dossier, col(Dossier.id) == DossierVersion.dossier_id)
        .where(Dossier.recipient_id == dossier.recipient_id, col(DossierVersion.issued_at).is_not(None))
        .order_by(col(DossierVersion.id).desc())
    )
    return {size for size in session.exec(statement.limit(MOST_EARLIER)) if size}
