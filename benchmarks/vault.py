"""What keeping identities sealed costs: write, open, list a thousand codes without opening any, against the same in clear.

CPU of this process and of the database server; the machine's disk is left out, although each new person's key is one
durable transaction of the key store beside the database's.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from unittest.mock import patch

from pyrage import x25519
from sqlmodel import Field, Session, SQLModel, col, select

from benchmarks.databases import KINDS, database
from benchmarks.figure import Figure, median_cpu
from benchmarks.scale import _server_clock
from casework.cases import services as cases
from casework.config import Settings
from casework.db import make_engine, now
from casework.db.engine import new_session
from casework.subjects import SYSTEM
from casework.vault import Vault, crypto
from casework.witnesses.models import Witness
from casework.witnesses.services import WitnessDetails, register_witness

CODES = 1_000
FIELDS = {"name": "Zaynab Qasim Testwitness", "phone": "+963 944 123 456", "address": "Behind the bakery, second door"}


class ClearField(SQLModel, table=True):
    """A field as it would lie there without a vault."""

    __tablename__ = "bench_clear_field"
    id: int | None = Field(default=None, primary_key=True)
    owner: str = Field(index=True)
    field: str
    value: str


def run() -> Iterator[Figure]:
    """For each database."""
    for kind in KINDS:
        with database(kind) as settings:
            engine = make_engine(settings)
            with new_session(engine, writes=True) as session:
                SQLModel.metadata.tables["bench_clear_field"].create(session.connection())
                session.commit()
                yield from _measure(kind, session, settings, _server_clock(engine))
            engine.dispose()


def _measure(kind: str, session: Session, settings: Settings, server: Callable[[], float]) -> Iterator[Figure]:
    def cpu(action: Callable[[], object], times: int = 20) -> float:
        return median_cpu(action, times, rounds=7, also=server)

    vault, number = Vault(settings), count()
    clear = cpu(lambda: _write_clear(session, f"clear-{next(number)}"))
    new = cpu(lambda: _seal(session, vault, f"new-{next(number)}"))
    yield Figure(f"{kind}: seal a new person's three fields, against writing them in clear", new, clear, "CPU s")
    again = cpu(lambda: _seal(session, vault, "again"))
    clear_again = cpu(lambda: _write_clear(session, "clear-again"))
    yield Figure(f"{kind}: seal a known person's three fields again, against in clear", again, clear_again, "CPU s")
    index = cpu(lambda: vault.index("again", {"phone": FIELDS["phone"]}))
    yield Figure(f"{kind}: keep and compare a number's hash, against sealing again", index, again, "CPU s")
    key = str(x25519.Identity.generate().to_public())
    held = Vault(replace(settings, custodians=(key,)))
    custodians = cpu(lambda: _seal(session, held, "held"))
    yield Figure(f"{kind}: seal to a custodian, against sealing to the server", custodians, again, "CPU s")
    opened = cpu(lambda: vault.open(session, "again"))
    read = cpu(lambda: session.exec(select(ClearField).where(ClearField.owner == "clear-again")).all())
    yield Figure(f"{kind}: open one identity, against reading it in clear", opened, read, "CPU s")
    yield from _lists(kind, session, vault, cpu)


def _lists(
    kind: str, session: Session, vault: Vault, cpu: Callable[[Callable[[], object], int], float]
) -> Iterator[Figure]:
    case = cases.open_case(session, SYSTEM, title="Bench", opened_on=now().date())
    for _ in range(CODES):
        witness = register_witness(session, SYSTEM, case=case, details=WitnessDetails())
        vault.seal(session, witness.identity_owner, FIELDS)
    session.commit()
    statement = select(Witness).where(Witness.case_id == case.key).order_by(col(Witness.id)).limit(CODES)

    def codes() -> list[str]:
        session.expire_all()
        return [witness.reference for witness in session.exec(statement)]

    def everybody() -> list[dict[str, str]]:
        session.expire_all()
        return [vault.open(session, witness.identity_owner) for witness in session.exec(statement).all()]

    def at_once() -> set[str]:
        session.expire_all()
        return vault.names_of(session, [witness.identity_owner for witness in session.exec(statement)])

    with patch.object(crypto, "unseal", side_effect=AssertionError("a list of codes opened an identity")):
        assert len(codes()) == CODES
    listed, opened, scanned = cpu(codes, 3), cpu(everybody, 1), cpu(at_once, 1)
    name = f"{kind}: list {CODES:,} codes without opening any, against"
    yield Figure(f"{name} opening each", listed, opened, "CPU s", 0.5)
    yield Figure(f"{name} opening all at once (the leak scan)", listed, scanned, "CPU s")


def _write_clear(session: Session, owner: str) -> None:
    known = {row.field: row for row in session.exec(select(ClearField).where(ClearField.owner == owner))}
    for name, value in FIELDS.items():
        row = known.get(name) or ClearField(owner=owner, field=name, value="")
        row.value = value + secrets.token_hex(2)
        session.add(row)
    session.commit()


def _seal(session: Session, vault: Vault, owner: str) -> None:
    vault.seal(session, owner, FIELDS)
    session.commit()
