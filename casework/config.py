"""Settings: `CASEWORK_*` variables, then `instance/settings.toml`, then defaults that work on one laptop."""

import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ar")
MIB = 1024 * 1024
LOOPBACK = ("127.0.0.1", "::1", "localhost")
REQUIRED, OPTIONAL = "required", "optional"


@dataclass(frozen=True)
class OutsideSigner:
    """A certificate for signing that somebody else gave, in a PKCS#12 file or on a PKCS#11 token; empty without one.

    `roots` and `revocations`: files in PEM with the certificates above it and above the time stamping authority, and
    with revocation lists that the operator fetched.
    """

    pkcs12: Path | None = None
    module: str = ""
    token: str = ""
    label: str = ""
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    roots: Path | None = None
    revocations: Path | None = None

    @property
    def is_named(self) -> bool:
        """True when our own certificate is not to sign."""
        return self.pkcs12 is not None or bool(self.module)


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Sizes in bytes, durations in seconds."""

    instance: Path
    database_url: str
    storage_dir: Path
    keystore_url: str
    master_key_file: Path
    master_key: str | None
    secret_key: bytes
    storage_url: str | None = None
    storage_access_key: str | None = None
    storage_secret_key: str | None = None
    master_key_command: str | None = None
    custodians: tuple[str, ...] = ()
    custodians_contact: str = ""
    backup_days: int | None = None
    demo: bool = False
    testing: bool = False
    secure_cookies: bool = False
    trusted_proxies: int = 0
    max_upload_bytes: int = 8 * 1024 * MIB
    upload_days: int = 7
    upload_quota_bytes: int = 64 * 1024 * MIB
    session_idle_seconds: int = 20 * 60
    session_absolute_seconds: int = 12 * 3600
    second_factor: str = REQUIRED
    fresh_factor_seconds: int = 5 * 60
    origin: str | None = None
    login_attempts: int = 8
    login_window_seconds: int = 900
    argon2_memory_kib: int = 65536
    argon2_time_cost: int = 3
    reveals_most_in_a_day: int = 10
    reveals_times_usual: int = 3
    downloads_most_in_a_day: int = 30
    downloads_times_usual: int = 3
    worker_in_process: bool = True
    fixity_days: int = 7
    clamav_socket: str | None = None
    time_zone: str = "Asia/Damascus"
    tsa_url: str | None = None
    tsa_certificates: Path | None = None
    organisation: str = ""
    signer: OutsideSigner = OutsideSigner()

    @property
    def requires_factor(self) -> bool:
        """True when nobody works here by password alone."""
        return self.second_factor == REQUIRED

    @property
    def is_sqlite(self) -> bool:
        """True for the embedded database."""
        return self.database_url.startswith("sqlite")


def _read_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    with path.open("rb") as handle:
        return tomllib.load(handle)


def _secret_key(path: Path) -> bytes:
    """The key that signs CSRF tokens and cookies; made once, kept in the instance folder with mode 0600."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())


def _flag(value: Any) -> bool:
    return str(value).lower() in {"1", "true", "yes", "on"}


def _recipients(value: Any) -> tuple[str, ...]:
    """Custodians' public age keys: written out, or the path of a file with one on each line (`#` begins a comment)."""
    words = list(value) if isinstance(value, (list, tuple)) else str(value).replace(",", " ").split()
    found: list[str] = []
    for word in words:
        is_file = not word.startswith("age1")
        lines = Path(word).read_text().splitlines() if is_file else [word]
        found += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return tuple(dict.fromkeys(found))


def _scanner(value: Any) -> str | None:
    """Where the virus scanner listens: the path of a socket, or HOST:PORT of this machine. Exhibits go to no other."""
    text = str(value or "").strip()
    host, _colon, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host.strip("[]") in LOOPBACK and port.isdigit()):
        raise ValueError("CASEWORK_CLAMAV_SOCKET is the path of a socket, or 127.0.0.1:PORT on this machine")
    return text or None


def _signer(get: Callable[..., Any]) -> OutsideSigner:
    """`signing_*`: the password or PIN is in the environment, in the settings, or alone in a file."""

    def path(name: str) -> Path | None:
        return Path(get(name)) if get(name) else None

    file = path("signing_password_file")
    password = file.read_text().strip() if file else str(get("signing_password") or "")
    return OutsideSigner(
        pkcs12=path("signing_pkcs12"), module=str(get("signing_pkcs11_module") or ""),
        token=str(get("signing_pkcs11_token") or ""), label=str(get("signing_pkcs11_label") or ""),
        password=password, password_file=file, roots=path("signing_roots"), revocations=path("signing_revocations"),
    )  # fmt: skip


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. The instance folder is made when it is not there; nothing else is written but the secret key."""
    env = os.environ if environ is None else environ
    instance = Path(env.get("CASEWORK_INSTANCE") or ROOT / "instance").resolve()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _read_file(instance / "settings.toml")

    def get(name: str, default: Any = None) -> Any:
        return env.get(f"CASEWORK_{name.upper()}", file.get(name, default))

    numbers = ("max_upload_bytes", "upload_days", "upload_quota_bytes", "session_idle_seconds", "session_absolute_seconds", "login_attempts",
               "login_window_seconds", "fresh_factor_seconds", "argon2_memory_kib", "argon2_time_cost", "trusted_proxies",
               "reveals_most_in_a_day", "reveals_times_usual", "downloads_most_in_a_day", "downloads_times_usual",
               "backup_days", "fixity_days")  # fmt: skip
    flags = ("demo", "testing", "secure_cookies", "worker_in_process")
    extra: dict[str, Any] = {name: int(get(name)) for name in numbers if get(name) is not None}
    extra |= {name: _flag(get(name)) for name in flags if get(name) is not None}
    if (instance / "demo").exists():
        extra["demo"] = True
    second_factor = get("second_factor") or (OPTIONAL if extra.get("demo") else REQUIRED)
    if second_factor not in (REQUIRED, OPTIONAL):
        raise ValueError("CASEWORK_SECOND_FACTOR is either required or optional")
    return Settings(
        instance=instance,
        database_url=get("database_url") or f"sqlite:///{instance / 'casework.sqlite'}",
        storage_dir=Path(get("storage_dir") or instance / "files"),
        keystore_url=get("keystore_url") or f"sqlite:///{instance / 'keys' / 'keystore.sqlite'}",
        master_key_file=Path(get("master_key_file") or instance / "keys" / "master.json"),
        master_key=get("master_key"),
        storage_url=get("storage_url") or None,
        storage_access_key=get("storage_access_key"),
        storage_secret_key=get("storage_secret_key"),
        master_key_command=get("master_key_command"),
        custodians=_recipients(get("custodians", "")),
        custodians_contact=get("custodians_contact", ""),
        clamav_socket=_scanner(get("clamav_socket")),
        secret_key=bytes.fromhex(get("secret_key")) if get("secret_key") else _secret_key(instance / "secret_key"),
        time_zone=get("time_zone", "Asia/Damascus"),
        tsa_url=get("tsa_url"),
        tsa_certificates=Path(get("tsa_certificates")) if get("tsa_certificates") else None,
        organisation=str(get("organisation") or "")[:200],
        signer=_signer(get),
        second_factor=second_factor,
        origin=(get("origin") or "").rstrip("/") or None,
        **extra,
    )
