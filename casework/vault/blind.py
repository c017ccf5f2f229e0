"""Keyed hashes of telephone and identity numbers, however they were written. Pure.

HMAC-SHA-256 (RFC 2104) under a random key that the master key wraps like a person's: two people with one number have
one hash, and without the key nobody can try numbers against it.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Mapping

from casework.vault.fields import IdentityField

COUNTRY = "963"  # numbers written without a country are Syrian
LEAST_DIGITS, MOST_DIGITS = 6, 15  # ITU-T E.164
LEAST_ID = 5
INDEXED = frozenset({IdentityField.PHONE, IdentityField.ID_NUMBERS})
_BETWEEN = re.compile(r"[\n\r,;|،؛]+")


def digests(key: bytes, fields: Mapping[str, str]) -> dict[str, list[bytes]]:
    """The hashes of what `fields` say under each indexed heading; an empty list where nothing is left of it."""
    normal = {IdentityField.PHONE: phones, IdentityField.ID_NUMBERS: id_numbers}
    return {
        str(name): [digest(key, str(name), number) for number in sorted(set(normal[name](fields[name])))]
        for name in normal
        if name in fields
    }


def phones(text: str) -> Iterator[str]:
    """Every telephone number of a text in international digits: +963, 00963, 0 and bare forms of one number alike."""
    for part in _BETWEEN.split(_western(text)):
        whole = _digits(part)
        pieces = [part] if len(whole) <= MOST_DIGITS else re.split(r"\s+(?=[+0])", part)
        for piece in pieces:
            if len(_digits(piece)) >= LEAST_DIGITS:
                yield _international(re.sub(r"[^\d+]", "", piece))[:MOST_DIGITS]


def id_numbers(text: str) -> Iterator[str]:
    """Each line as letters and digits alone, lower case; and the numbers in it without the words around them."""
    for part in _BETWEEN.split(_western(text)):
        words = ["".join(filter(str.isalnum, word)) for word in part.casefold().split()]
        runs = "".join(word if any(map(str.isdecimal, word)) else " " for word in words)
        for number in {"".join(words), *runs.split()}:
            if len(number) >= LEAST_ID and any(map(str.isdecimal, number)):
                yield number


def _western(text: str) -> str:
    """Compatibility forms and digits of every script (٠١٢, ۰۱۲) as 0-9; invisible direction marks taken out."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in plain
        if unicodedata.category(sign) != "Cf"
    )


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def _international(number: str) -> str:
    digits = _digits(number)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = COUNTRY + digits[1:]
    elif not number.startswith("+") and len(digits) <= 9:
        digits = COUNTRY + digits
    # +963 (0)944 …: the trunk zero is not dialled from abroad.
    return COUNTRY + digits[len(COUNTRY) + 1 :] if digits.startswith(COUNTRY + "0") else digits


def digest(key: bytes, kind: str, number: str) -> bytes:
    """The keyed hash of one number (or other text) under its heading."""
    return hmac.new(key, f"{kind}\0{number}".encode(), hashlib.sha256).digest()
