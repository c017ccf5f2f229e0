"""A migration that would leave rows that refer to nothing is refused whole, whatever the database lets happen on the way."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from casework.db import migrate
from casework.db.engine import new_session
from tests.factories import make_account, make_case

STEP = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade() -> None:
    op.execute("CREATE TABLE left_behind (id INTEGER)")
    op.execute("DELETE FROM account")


def downgrade() -> None:
    op.execute("DELETE FROM account")
"""


@pytest.fixture
def careless(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The database of today, and one more migration: it takes away the accounts to which memberships refer."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = max(path.name[:4] for path in folder.glob("versions/[0-9]*.py"))
    (folder / "versions" / "9999_careless.py").write_text(STEP.format(head=head))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return engine


def _state(engine: Engine) -> tuple[str, int, int]:
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        accounts = connection.execute(text("SELECT count(*) FROM account")).scalar_one()
        members = connection.execute(text("SELECT count(*) FROM membership")).scalar_one()
    return revision, accounts, members


def test_a_migration_that_would_leave_broken_references_changes_nothing(careless: Engine) -> None:
    with new_session(careless, writes=True) as session:
        make_case(session, [make_account(session)])
        session.commit()
    before = _state(careless)
    assert before[1:] == (1, 1)
    with pytest.raises((RuntimeError, IntegrityError), match=r"refer to nothing|violates .*foreign key"):
        migrate.upgrade(careless)
    assert _state(careless) == before, "the change of data is taken back, and so is the revision"
    with careless.connect() as connection:
        assert not careless.dialect.has_table(connection, "left_behind"), "and the tables that it made"
    # References hold again for whoever comes next on the same connection.
    with careless.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("DELETE FROM account"))


def test_a_way_down_that_would_is_refused_as_well(careless: Engine) -> None:
    migrate.upgrade(careless)  # no rows yet: nothing refers to anything
    with new_session(careless, writes=True) as session:
        make_case(session, [make_account(session)])
        session.commit()
    before = _state(careless)
    with pytest.raises((RuntimeError, IntegrityError)):
        migrate.downgrade(careless, "-1")
    assert _state(careless) == before
