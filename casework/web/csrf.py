"""Cross-site request forgery: every form carries a token; the upload view checks it before it reads the body."""

from flask import session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

csrf = CSRFProtect()


def token_is_good(token: str | None) -> bool:
    """True for this session's token; for views that must decide before the body is parsed."""
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return bool(session)
