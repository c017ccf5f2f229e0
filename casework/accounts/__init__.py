"""Accounts: who may log in, with what, and the sessions they have open."""

from casework.accounts.models import Account, LoginAttempt, LoginSession, Recipient

__all__ = ["Account", "LoginAttempt", "LoginSession", "Recipient"]
