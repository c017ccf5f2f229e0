"""The accounts of the demonstration, one or two for each role, with a password that everybody may know."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from casework.accounts import services
from casework.config import Settings
from casework.demo import content
from casework.errors import NotFound
from casework.subjects import SYSTEM, Actor, Role
from casework.vocabulary import RecipientKind


@dataclass(frozen=True)
class DemoAccount:
    """What a newcomer needs to log in. `second_factor` is empty as loaded: the demonstration asks for none."""

    email: str
    password: str
    role: str
    name: str
    second_factor: str = ""

    @property
    def key(self) -> str:
        """The part before the @: the name under which the loader knows it."""
        return self.email.partition("@")[0]


def demo_accounts() -> Iterator[DemoAccount]:
    """The accounts in the order of their content file."""
    rows = content.read("accounts")
    for row in rows["account"]:
        yield DemoAccount(row["email"], rows["password"], row["role"], row["name"])


def load_accounts(session: Session, settings: Settings) -> dict[str, Actor]:
    """Make the receiving bodies and the accounts that are not there yet; answers all of them as actors."""
    for row in content.read("accounts")["recipient"]:
        try:
            services.get_recipient(session, row["code"])
        except NotFound:
            services.add_recipient(
                session, SYSTEM, slug=row["code"], name=row["name"], name_ar=row["name_ar"],
                kind=RecipientKind(row["kind"]),
            )  # fmt: skip
    bodies = {row["email"]: row.get("recipient") for row in content.read("accounts")["account"]}
    return {one.key: _account(session, settings, one, bodies[one.email]) for one in demo_accounts()}


def _account(session: Session, settings: Settings, wanted: DemoAccount, body: str | None) -> Actor:
    try:
        return services.find_account(session, wanted.email).as_actor()
    except NotFound:
        made = services.add_account(
            session, settings, SYSTEM, email=wanted.email, name=wanted.name, role=Role(wanted.role),
            password=wanted.password, recipient=services.get_recipient(session, body) if body else None,
        )  # fmt: skip
        return made.as_actor()


def members() -> list[str]:
    """The e-mail addresses of those who belong to the case."""
    return [row["email"] for row in content.read("accounts")["account"] if row["member"]]
