"""The cookie: it holds nothing but the random token of a session of ours."""

import flask_login
from flask import session


class _User(flask_login.UserMixin):  # type: ignore[misc]  # flask-login has no types
    """What flask-login puts into the signed cookie: the token."""

    def __init__(self, token: str) -> None:
        self.id = token


def give(token: str) -> None:
    """Hand the browser a session's token, in a new cookie."""
    session.clear()
    session.permanent = True
    flask_login.login_user(_User(token))
