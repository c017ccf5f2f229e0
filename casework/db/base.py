"""The base of all tables."""

from datetime import UTC, datetime

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

# Set before the first table is declared, so that every constraint has a name that a migration can speak of.
SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


def now() -> datetime:
    """This instant, in UTC, aware."""
    return datetime.now(UTC)


class Row(SQLModel):
    """What every table has: a number of its own and the time it was written (UTC)."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=now)

    @property
    def key(self) -> int:
        """The primary key of a row that is in the database. Raises ValueError for one that is not."""
        if self.id is None:
            raise ValueError("this row is not in the database yet")
        return self.id


class Versioned(Row):
    """A row that people edit: `version` counts its saves, so that a stale save is seen (409) and loses nothing."""

    version: int = Field(default=1)
    updated_at: datetime = Field(default_factory=now)
