"""A case with a supervisor and an investigator, and an open vault."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from casework.accounts.models import Account
from casework.cases.models import Case
from casework.config import Settings
from casework.subjects import Actor, Role
from casework.vault import Vault, prepare
from casework.witnesses import services
from casework.witnesses.models import Witness
from casework.witnesses.services import WitnessDetails
from tests.factories import make_account, make_case


@dataclass
class Team:
    """Who works on the case."""

    case: Case
    investigator: Account
    actor: Actor
    stranger: Actor


@pytest.fixture
def vault(settings: Settings, tmp_path: Path) -> Vault:
    """An open vault, whatever the database."""
    keys = tmp_path / "vault"
    own = replace(
        settings,
        database_url="sqlite://",
        keystore_url=f"sqlite:///{keys / 'keystore.sqlite'}",
        master_key_file=keys / "master.json",
    )
    return prepare(own)


@pytest.fixture
def team(session: Session) -> Team:
    """An investigator in the case, and one who is not."""
    member, stranger = make_account(session), make_account(session, Role.SUPERVISOR)
    case = make_case(session, [member])
    return Team(case, member, member.as_actor(), stranger.as_actor())


def make_witness(session: Session, team: Team, **details: Any) -> Witness:
    """A registered witness."""
    return services.register_witness(session, team.actor, case=team.case, details=WitnessDetails(**details))


@pytest.fixture
def witness(session: Session, team: Team) -> Witness:
    """A witness, with another one beside."""
    make_witness(session, team)
    return make_witness(session, team)
