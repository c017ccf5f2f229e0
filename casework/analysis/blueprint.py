"""The pages of "Analysis" in a case, and what they have in common. Views of each way of looking are in files of their own."""

from flask import Blueprint

bp = Blueprint("analysis", __name__, url_prefix="/cases/<case_ref>/analysis")
