"""All pages, in the order of the floors."""

from flask import Blueprint, Flask

from casework.accounts.views import bp as accounts
from casework.accounts.views import recipients
from casework.cases.views import bp as cases
from casework.evidence.views import bp as evidence
from casework.home.views import bp as home
from casework.home.views import log
from casework.review.views import bp as review
from casework.search.views import bp as search
from casework.witnesses.views import bp as witnesses

# One line for each, so that two people who add a feature do not meet in one.
BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    recipients,
    cases,
    review,
    search,
    evidence,
    home,
    log,
    witnesses,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
