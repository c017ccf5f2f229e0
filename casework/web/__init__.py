"""What every page needs: the request's session and actor, base form, permissions of endpoints, paging, headers."""

from casework.web.context import current_actor, get_session, read_only, release_session, settings
from casework.web.endpoints import declared_permission, is_public, needs, public, writes
from casework.web.forms import BaseForm, apply_errors
from casework.web.pages import render
from casework.web.paging import Page, page
from casework.web.references import MOST_OFFERED, ReferenceField
from casework.web.saving import commit_download, safe_next, saved, shown_once
from casework.web.uncertain import UncertainDateField

__all__ = [
    "MOST_OFFERED",
    "BaseForm",
    "Page",
    "ReferenceField",
    "UncertainDateField",
    "apply_errors",
    "commit_download",
    "current_actor",
    "declared_permission",
    "get_session",
    "is_public",
    "needs",
    "page",
    "public",
    "read_only",
    "release_session",
    "render",
    "safe_next",
    "saved",
    "settings",
    "shown_once",
    "writes",
]
