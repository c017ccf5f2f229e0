"""One-time codes against the vectors of RFC 6238, and recovery codes."""

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from casework.accounts import codes

SECRET = base64.b32encode(b"12345678901234567890").decode()
AT = datetime(2026, 3, 9, 12, 0, 10, tzinfo=UTC)
STEP = int(AT.timestamp()) // 30


@pytest.mark.parametrize(
    "seconds,code", [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_vectors_of_rfc_6238_hold(seconds: int, code: str) -> None:
    """Appendix B, SHA-1, the last six of eight digits."""
    assert codes.step_of(SECRET, code, datetime.fromtimestamp(seconds, UTC), after=0) == seconds // 30


@pytest.mark.parametrize("steps,taken", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off_but_not_two(steps: int, taken: bool) -> None:
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=30 * steps))
    assert codes.step_of(SECRET, code, AT, after=0) == (STEP + steps if taken else None)


@pytest.mark.parametrize("after,taken", [(-1, True), (0, False), (1, False)])
def test_a_code_that_was_taken_and_every_earlier_one_is_refused(after: int, taken: bool) -> None:
    assert (codes.step_of(SECRET, pyotp.TOTP(SECRET).at(AT), AT, after=STEP + after) is not None) is taken


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "١٢٣٤٥٦", "۱۲۳۴۵۶"])
def test_a_code_may_be_typed_with_gaps_and_in_arabic_digits(typed: str) -> None:
    assert codes.tidy(typed) == "123456"
    assert codes.looks_like_time_code(typed)


def test_the_address_for_the_app_names_the_account_by_number_alone() -> None:
    uri = pyotp.parse_uri(codes.address(SECRET, 12))
    assert (uri.secret, uri.issuer, uri.name) == (SECRET, "Casework", "account 12")


def test_recovery_codes_are_ten_different_ones_of_80_bits() -> None:
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    assert {len(codes.tidy(code)) for code in made} == {16}
    assert not any(codes.looks_like_time_code(code) for code in made)


def test_letters_that_look_like_digits_are_taken_as_meant_and_accounts_kept_apart() -> None:
    key = b"k" * 32
    assert codes.recovery_hash(key, 1, "0ab1-2222") == codes.recovery_hash(key, 1, "OAbl 2222")
    assert codes.recovery_hash(key, 1, "0ab1-2222") != codes.recovery_hash(key, 2, "0ab1-2222")
