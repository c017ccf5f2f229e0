"""All pages, in the order of the floors."""

from flask import Blueprint, Flask

from casework.accounts.confirm_views import bp as confirm
from casework.accounts.draft_views import bp as drafts
from casework.accounts.factor_views import bp as factors
from casework.accounts.grant_views import bp as grants
from casework.accounts.views import bp as accounts
from casework.accounts.views import recipients
from casework.allegations.views import bp as allegations
from casework.analysis.unit_views import bp as unit_exports
from casework.analysis.views import bp as analysis
from casework.cases.compartment_views import bp as compartments
from casework.cases.views import bp as cases
from casework.dossiers.composer_views import bp as composer
from casework.dossiers.recall_views import bp as recalls
from casework.dossiers.received_views import bp as received
from casework.dossiers.views import bp as dossiers
from casework.dossiers.volume_views import bp as volumes
from casework.enquiries.answering_views import bp as requests
from casework.enquiries.asking_views import bp as asking
from casework.evidence.integrity_views import overall as integrity
from casework.evidence.views import bp as evidence
from casework.exchange.bundle_views import bp as bundle
from casework.exchange.records.views import bp as records
from casework.exchange.views import bp as bags
from casework.home.date_views import bp as dates
from casework.home.log_views import bp as heads
from casework.home.views import bp as home
from casework.home.views import log
from casework.incidents.data_views import bp as incident_data
from casework.incidents.victim_data_views import bp as victim_data
from casework.incidents.victim_views import bp as victims
from casework.incidents.views import bp as incidents
from casework.leaks.views import bp as leaks
from casework.lists.views import bp as lists
from casework.redactions.views import bp as redactions
from casework.review.views import bp as review
from casework.search.views import bp as search
from casework.sources.views import bp as sources
from casework.testimonies.views import bp as testimonies
from casework.units.claim_views import bp as claims
from casework.units.data_views import bp as unit_data
from casework.units.emblem_views import bp as emblems
from casework.units.individual_views import bp as individuals
from casework.units.views import bp as units
from casework.uploads.views import bp as uploads
from casework.witnesses.reveal_views import bp as reveals
from casework.witnesses.views import bp as witnesses

# One line for each, so that two people who add a feature do not meet in one.
BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    confirm,
    factors,
    recipients,
    grants,
    cases,
    leaks,
    compartments,
    review,
    search,
    evidence,
    integrity,
    redactions,
    uploads,
    sources,
    unit_data,
    emblems,
    incident_data,
    victim_data,
    units,
    individuals,
    claims,
    incidents,
    victims,
    lists,
    allegations,
    analysis,
    unit_exports,
    dossiers,
    volumes,
    received,
    composer,
    recalls,
    asking,
    requests,
    bags,
    bundle,
    records,
    home,
    dates,
    heads,
    log,
    witnesses,
    reveals,
    drafts,
    testimonies,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
