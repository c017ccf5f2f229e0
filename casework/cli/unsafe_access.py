"""What would let somebody in who should not be: the part of `doctor` about log-in, sessions, address and keys."""

import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlmodel import col, func, select

from casework.accounts.models import Account
from casework.config import Settings
from casework.db import read_session
from casework.demo.accounts import demo_accounts
from casework.subjects import Role

# The most that is served at all, in seconds (OWASP ASVS 5, 7.3: documented limits by idleness and in all).
LONGEST = {"session_idle_seconds": 3600, "session_absolute_seconds": 24 * 3600, "fresh_factor_seconds": 15 * 60}
MOST_ATTEMPTS, SHORTEST_WINDOW = 20, 300
LEAST_DIFFERENT_BYTES = 12  # of 32 random bytes practically always more differ


def open_doors(settings: Settings) -> Iterator[str]:
    """Settings that make a log-in worth less than it looks. Pure."""
    if not settings.requires_factor and not settings.demo:
        yield "second_factor is optional: whoever learns a password reads what its owner reads; remove the setting"
    for name, most in LONGEST.items():
        if not 0 < getattr(settings, name) <= most:
            yield f"{name} is {getattr(settings, name)}: a device left open stays open for too long; at most {most}"
    if not 0 < settings.login_attempts <= MOST_ATTEMPTS or settings.login_window_seconds < SHORTEST_WINDOW:
        yield f"login_attempts and login_window_seconds let passwords be guessed: at most {MOST_ATTEMPTS} in {SHORTEST_WINDOW} seconds or more"
    if len(set(settings.secret_key)) < LEAST_DIFFERENT_BYTES <= len(settings.secret_key):
        yield "secret_key is not random: remove the setting, and a random one is made"
    yield from _address(settings)


def _address(settings: Settings) -> Iterator[str]:
    origin = urlsplit(settings.origin or "")
    if settings.trusted_proxies and not settings.origin:
        yield (
            "a proxy stands in front (trusted_proxies) but origin is not set: passkeys would be bound to whatever name"
            ' a request claims; set origin = "https://NAME"'
        )
    if not 0 <= settings.trusted_proxies <= 3:
        yield f"trusted_proxies is {settings.trusted_proxies}: count only your own, else a visitor writes the address that the throttle sees"
    if (
        settings.origin
        and (origin.scheme != "https" or not origin.hostname or origin.path)
        and origin.hostname != "localhost"
    ):
        yield "origin is not an address that begins with https:// and ends with the name (and port)"
    if origin.scheme == "https" and not settings.secure_cookies:
        yield "origin begins with https but secure_cookies is off: the session cookie would also travel in clear"


def reachable_in_clear(settings: Settings, environ: Mapping[str, str], *, debug: bool) -> Iterator[str]:
    """What the process itself was told: where it listens, and whether it runs code for whoever causes an error. Pure."""
    if debug:
        yield "debug is on: whoever causes an error may run code here; unset FLASK_DEBUG"
    bind = environ.get("CASEWORK_BIND", "127.0.0.1:8000")
    host = bind.rpartition(":")[0].strip("[]")
    if not bind.startswith("unix:") and not _is_loopback(host) and not settings.secure_cookies:
        yield f"CASEWORK_BIND is {bind}: other machines reach it without TLS; bind to 127.0.0.1 and put a proxy in front"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def key_beside_the_data(settings: Settings) -> Iterator[str]:
    """A master key that is copied together with what it locks."""
    file = settings.instance / "settings.toml"
    if file.exists() and tomllib.loads(file.read_text()).get("master_key"):
        yield f"master_key stands in {file}, beside the data: put it into a file elsewhere or into the environment"
    folder = settings.master_key_file.resolve().parent
    if settings.master_key is None and folder in {one.resolve() for one in _data_folders(settings)}:
        yield f"master_key_file lies in {folder} with the data it locks: whoever copies the folder has both"


def key_in_the_same_tree(settings: Settings) -> Iterator[str]:
    """The embedded default: sound on one laptop with an encrypted disk, worth less than a key on another device."""
    inside = settings.instance.resolve() in settings.master_key_file.resolve().parents
    if settings.master_key is None and inside:
        yield (
            "the master key lies inside the instance folder: a copy of the whole folder opens every identity;"
            " move master_key_file to another device"
        )


def _data_folders(settings: Settings) -> Iterator[Path]:
    yield settings.instance
    yield settings.storage_dir
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        yield Path(address.database).parent


def demo_people(engine: Engine, settings: Settings) -> Iterator[str]:
    """Accounts whose password is printed in a public repository."""
    if settings.demo:
        return  # refused as a whole already
    known = [one.email for one in demo_accounts()]
    with read_session(engine) as session:
        statement = select(Account.email).where(col(Account.email).in_(known), col(Account.is_disabled).is_(False))
        found = sorted(session.exec(statement).all())
    if found:
        yield f"accounts of the demonstration can log in here ({', '.join(found)}): disable them"


def lonely_administrator(engine: Engine) -> Iterator[str]:
    """Nobody resets their own second factor: one administrator alone needs the command line."""
    with read_session(engine) as session:
        statement = select(func.count()).where(
            col(Account.role) == Role.ADMINISTRATOR, col(Account.is_disabled).is_(False)
        )
        if session.exec(statement).one() == 1:
            yield "there is one administrator: when their second factor is lost, only the command line can reset it"
