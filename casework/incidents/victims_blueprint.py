"""The blueprint of the victims' pages."""

from flask import Blueprint

bp = Blueprint("victims", __name__, url_prefix="/cases/<case_ref>/victims")
