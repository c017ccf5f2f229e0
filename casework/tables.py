"""Importing this registers every table of the application; migrations and tests need them all."""

from casework.access import models as access
from casework.accounts import models as accounts
from casework.allegations import models as allegations
from casework.allegations import point_models as allegation_points
from casework.analysis import models as analysis
from casework.audit import models as audit
from casework.cases import models as cases
from casework.db import counters
from casework.dossiers import models as dossiers
from casework.dossiers import volume_models
from casework.enquiries import models as enquiries
from casework.evidence import models as evidence
from casework.evidence import viewing_models
from casework.exchange import models as exchange
from casework.exchange.records import models as records
from casework.incidents import models as incidents
from casework.jobs import models as jobs
from casework.leaks import models as leaks
from casework.lists import models as lists
from casework.review import models as review
from casework.search import models as search
from casework.signing import models as signing
from casework.sources import models as sources
from casework.testimonies import likeness_models
from casework.testimonies import models as testimonies
from casework.units import models as units
from casework.uploads import models as uploads
from casework.vault import models as vault
from casework.web import drafts, submits
from casework.witnesses import models as witnesses

__all__ = [
    "access",
    "accounts",
    "allegation_points",
    "allegations",
    "analysis",
    "audit",
    "cases",
    "counters",
    "dossiers",
    "drafts",
    "enquiries",
    "evidence",
    "exchange",
    "incidents",
    "jobs",
    "leaks",
    "likeness_models",
    "lists",
    "records",
    "review",
    "search",
    "signing",
    "sources",
    "submits",
    "testimonies",
    "units",
    "uploads",
    "vault",
    "viewing_models",
    "volume_models",
    "witnesses",
]
