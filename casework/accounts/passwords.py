"""Passwords: argon2id (RFC 9106), and what is too weak to take (NIST SP 800-63B: length and guessability, no recipes)."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from casework.config import Settings
from casework.i18n import _
from casework.subjects import Role

MINIMUM = 12
MAXIMUM = 200
LEAST_SCORE = 3
# What somebody who attacks this very application tries first; zxcvbn counts them as known.
OUR_WORDS = ("casework", "witness", "testimony", "dossier", "evidence", "case", *(role.value for role in Role))
_ZXCVBN_LIMIT = 72  # zxcvbn raises above this
_slots = threading.BoundedSemaphore(2)  # 64 MiB each: more at once would only queue for memory
# A hash of nothing anybody knows, so that an unknown account costs the same time as a wrong password.
_nobody: dict[tuple[int, int], str] = {}


def hasher(settings: Settings) -> PasswordHasher:
    """The configured argon2id hasher."""
    return PasswordHasher(time_cost=settings.argon2_time_cost, memory_cost=settings.argon2_memory_kib, parallelism=4)


def hash_password(settings: Settings, password: str) -> str:
    """The argon2id hash with its own salt and parameters."""
    with _slots:
        return hasher(settings).hash(password)


def matches(settings: Settings, stored: str | None, password: str) -> bool:
    """True when the password is the stored one; takes as long when there is no account."""
    argon, nobodys = hasher(settings), _hash_of_nobody(settings)
    if stored is None:
        stored, password = nobodys, password + "\x01"
    with _slots:
        try:
            return argon.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def _hash_of_nobody(settings: Settings) -> str:
    """Made by the first log-in of a process, whoever it is for: else the first unknown account took twice as long."""
    costs = (settings.argon2_memory_kib, settings.argon2_time_cost)
    if costs not in _nobody:
        _nobody[costs] = hash_password(settings, "\x00nobody")
    return _nobody[costs]


def weakness(password: str, *, known: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a new password, in words, or None; `known`: the person's name and e-mail address."""
    if len(password) < MINIMUM:
        return _("Use at least %(count)s characters; several unrelated words are easy to remember.", count=MINIMUM)
    if len(password) > MAXIMUM:
        return _("Use at most %(count)s characters.", count=MAXIMUM)
    if zxcvbn(password[:_ZXCVBN_LIMIT], user_inputs=[*known, *OUR_WORDS])["score"] < LEAST_SCORE:
        return _("This password is easy to guess. Add unrelated words.")
    return None
