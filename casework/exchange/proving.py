"""The part of the log that speaks of a bag and its exhibits, under a signed head, as `verify.py` reads it."""

from sqlmodel import Session

from casework.audit import proofs
from casework.exchange.bagit import Contents, with_tag
from casework.exchange.models import Bag
from casework.vault import Vault

LOG = "casework/log.json"


def with_proofs(session: Session, vault: Vault, bag: Bag, contents: Contents, built: int) -> Contents:
    """The contents with casework/log.json: the entry `built` of this very list of files, and those of its exhibits.

    To be called in the transaction that wrote the entry, and that keeps the contents: the head covers it.
    Raises VaultSealed.
    """
    rows = proofs.entries_about(session, case_id=bag.case_id, labels=bag.exhibits, actions=proofs.FACTS_SHOWN)
    seqs = [seq for seq, *_rest in rows]
    log = proofs.evidence(session, vault, [*seqs, built], with_own=True)
    return with_tag(contents, LOG, proofs.dumps(log).encode())
