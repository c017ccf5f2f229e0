"""The pages of the accounts, in three modules: log in, one's own account, the administrator's screens."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
