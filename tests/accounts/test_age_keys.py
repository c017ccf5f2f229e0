"""What is taken for a public age key, and what its fingerprint is."""

import hashlib

import pytest
from pyrage import x25519

from casework.accounts import age_keys
from casework.errors import Invalid

KEY = "age1jdj6rn3ttuk0ujxpqte5ym4av4fnh3r3enh66v2v2weuuacp3c2sls3ala"
OTHER = str(x25519.Identity.generate().to_public())


def test_what_age_keygen_writes_is_understood_and_each_key_stands_once() -> None:
    typed = f"Public key: {KEY}\n\n  {OTHER}  \n# public key: {KEY.upper()}\n"
    assert age_keys.parse(typed) == [KEY, OTHER]
    assert age_keys.parse(" \n") == []


@pytest.mark.parametrize(
    "typed",
    [
        KEY[:-1],
        KEY[:30] + ("q" if KEY[30] != "q" else "p") + KEY[31:],
        "ssh-ed25519 AAAA",
        "age1",
        f"{KEY} {OTHER}",
        "مفتاح",
    ],
)
def test_what_is_no_key_is_named_by_its_line(typed: str) -> None:
    with pytest.raises(Invalid) as problem:
        age_keys.parse(f"{OTHER}\n{typed}")
    assert "Line 2" in str(problem.value.fields["age_keys"])


def test_a_secret_key_is_refused_wherever_it_stands() -> None:
    secret = str(x25519.Identity.generate())
    with pytest.raises(Invalid) as problem:
        age_keys.parse(f"{KEY}\n{secret.lower()}")
    said = str(problem.value.fields["age_keys"])
    assert "no longer secret" in said
    assert secret not in said


# The points 0 and 1 and one of order eight (RFC 7748, 6.1; Bernstein, "Curve25519", lists them), with right checksums.
@pytest.mark.parametrize(
    "key",
    [
        "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
        "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
        "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
    ],
)
def test_a_key_that_everybody_could_open_is_refused(key: str) -> None:
    with pytest.raises(Invalid) as problem:
        age_keys.parse(key)
    assert "anybody can open" in str(problem.value.fields["age_keys"])


def test_a_body_has_ten_keys_at_most() -> None:
    many = "\n".join(str(x25519.Identity.generate().to_public()) for _ in range(11))
    with pytest.raises(Invalid) as problem:
        age_keys.parse(many)
    assert "10" in str(problem.value.fields["age_keys"])


def test_the_fingerprint_is_what_sha256sum_says_of_the_key() -> None:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    assert age_keys.fingerprint(KEY).replace(" ", "") == digest[:32]
