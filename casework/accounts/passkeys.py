"""Passkeys (W3C Web Authentication): a device signs a challenge of this session; nothing that it holds can be phished."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete
from sqlmodel import Session, col, select
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from casework.accounts.models import Account, Challenge, LoginSession, Passkey
from casework.config import Settings
from casework.db import now
from casework.errors import Invalid
from casework.i18n import _

REGISTER, CONFIRM = "register", "confirm"
_FRESH = timedelta(minutes=5)


@dataclass(frozen=True)
class Site:
    """Where passkeys are good: the origin the browser vouches for, and its host name (the relying party's id)."""

    origin: str
    rp_id: str


def site_of(settings: Settings, address: str) -> Site | None:
    """The site, from the `origin` setting or else from the request's own address; None where passkeys cannot work.

    A passkey needs a host name: a bare number (127.0.0.1) is none, `localhost` is one. Pure.
    """
    parts = urlsplit(settings.origin or address)
    host = parts.hostname or ""
    if not host or _is_number(host) or (parts.scheme != "https" and host != "localhost"):
        return None
    return Site(f"{parts.scheme}://{parts.netloc}", host)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def registration_options(session: Session, settings: Settings, account: Account, row: LoginSession, site: Site) -> str:
    """What the browser is asked to make a passkey for (JSON). The device learns the account's number, no address."""
    mine = session.exec(select(Passkey).where(Passkey.account_id == account.key)).all()
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id,
        rp_name="Casework",
        user_name=f"account {account.key}",
        user_id=hmac.new(settings.secret_key, f"passkey:{account.key}".encode(), hashlib.sha256).digest(),
        challenge=_challenge(session, row, REGISTER),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in mine],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return webauthn.options_to_json(options)


def registered(session: Session, account: Account, *, row: LoginSession, site: Site, answer: str, name: str) -> Passkey:
    """The passkey that the browser's answer holds, checked but not yet stored. Raises Invalid."""
    try:
        credential = webauthn.helpers.parse_registration_credential_json(answer)
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        if not _take(session, row, REGISTER, challenge):
            raise Invalid(_("This took too long, or was sent twice. Try again."))
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=site.rp_id, expected_origin=site.origin
        )
    except WebAuthnException:
        raise Invalid(_("The passkey could not be verified. Try again, or use an app.")) from None
    return Passkey(
        account_id=account.key,
        name=name.strip(),
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        rp_id=site.rp_id,
    )


def confirm_options(session: Session, account: Account, row: LoginSession, site: Site) -> str | None:
    """What the browser is asked to sign (JSON); None when the account has no passkey for this site."""
    mine = select(Passkey).where(Passkey.account_id == account.key, Passkey.rp_id == site.rp_id)
    offered = [PublicKeyCredentialDescriptor(id=key.credential_id) for key in session.exec(mine).all()]
    if not offered:
        return None
    challenge = _challenge(session, row, CONFIRM)
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=site.rp_id, challenge=challenge, allow_credentials=offered,
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )  # fmt: skip


def signed(session: Session, account: Account, *, row: LoginSession, site: Site, answer: str) -> bool:
    """True when a passkey of the account signed a challenge of this session that was not used before.

    The signature counter must have grown where the device keeps one: else the key was perhaps copied.
    """
    try:
        credential = webauthn.helpers.parse_authentication_credential_json(answer)
        key = session.exec(select(Passkey).where(Passkey.credential_id == credential.raw_id)).first()
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
        if not _take(session, row, CONFIRM, challenge) or key is None or key.account_id != account.id:
            return False
        proof = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=key.rp_id, expected_origin=site.origin,
            credential_public_key=key.public_key, credential_current_sign_count=key.sign_count,
        )  # fmt: skip
    except WebAuthnException:
        return False
    key.sign_count, key.last_used_at = proof.new_sign_count, now()
    session.flush()
    return True


def _challenge(session: Session, row: LoginSession, purpose: str) -> bytes:
    session.execute(delete(Challenge).where(col(Challenge.created_at) < now() - _FRESH))
    challenge = Challenge(login_session_id=row.key, purpose=purpose, value=webauthn.helpers.generate_challenge())
    session.add(challenge)
    session.flush()
    return challenge.value


def _take(session: Session, row: LoginSession, purpose: str, value: bytes) -> bool:
    """True once, for a challenge that this very session was given minutes ago for this purpose."""
    taken = delete(Challenge).where(
        col(Challenge.value) == value,
        col(Challenge.login_session_id) == row.key,
        col(Challenge.purpose) == purpose,
        col(Challenge.created_at) > now() - _FRESH,
    )
    return int(getattr(session.execute(taken), "rowcount", 0)) == 1
