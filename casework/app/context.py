"""What every template can use."""

from typing import Any

from flask import Flask, current_app, g, request, url_for

from casework import access, i18n
from casework.access import Permission, may_ever
from casework.app.nav import CASE_NAV, MAIN_NAV, SECTION_OF, NavItem
from casework.i18n.labels import choices, label, term, when
from casework.subjects import Subject
from casework.vault import vault_of
from casework.web.context import get_session, settings
from casework.web.endpoints import declared_permission
from casework.web.headers import csp_nonce
from casework.web.pages import panels
from casework.web.restoring import autosave_url, is_restored, kept_draft


def can(permission: str, subject: Subject | None = None) -> bool:
    """What a template asks before it offers something."""
    actor = g.get("actor")
    return actor is not None and access.can(get_session(), actor, Permission(permission), subject)


# Where an object's page is; the reference is the address.
PAGES = {
    "witness": "witnesses.show",
    "testimony": "testimonies.show",
    "exhibit": "evidence.show",
    "incident": "incidents.show",
    "victim": "victims.show",
    "allegation": "allegations.show",
    "dossier": "dossiers.show",
    "information_request": "requests.show",
    "bag": "bags.show",
    "record_export": "records.show",
    "unit": "units.show",
    "individual": "individuals.show",
    "case": "cases.show",
    "leaks": "leaks.index",
}


def subject_url(subject: Subject, case: Any = None) -> str | None:
    """The address of an object's page; `case` is anything with a `reference`. None where there is no page."""
    endpoint = PAGES.get(subject.kind)
    if endpoint not in current_app.view_functions:
        return None
    if subject.kind == "case":
        return url_for(endpoint, case_ref=subject.label)
    if subject.case_id is None:
        return url_for(endpoint, ref=subject.label)
    return url_for(endpoint, case_ref=case.reference, ref=subject.label) if case is not None else None


def has_page(endpoint: str) -> bool:
    """True when this installation has the page: lower floors link to higher ones only where they are."""
    return endpoint in current_app.view_functions


def identities_locked() -> bool:
    """True while the vault is sealed: every page that touches identities says so. Asked once for each page."""
    if "identities_locked" not in g:
        g.identities_locked = vault_of(settings()).is_sealed
    return bool(g.identities_locked)


def _offered(items: tuple[NavItem, ...]) -> list[NavItem]:
    actor = g.get("actor")
    if actor is None:
        return []
    views = current_app.view_functions
    return [
        item
        for item in items
        if (permission := declared_permission(views.get(item.endpoint)))
        and may_ever(actor.role, Permission(permission))
    ]


def _values() -> dict[str, Any]:
    case = g.get("case")
    return {
        "actor": g.get("actor"),
        "account": g.get("account"),
        "role_label": label(g.actor.role) if g.get("actor") else "",
        "case": case,
        "nav": _offered(MAIN_NAV),
        "section": SECTION_OF.get(request.blueprint or "", request.blueprint),
        "case_nav": _offered(CASE_NAV) if case is not None else [],
        "locale": i18n.current_language(),
        "direction": i18n.direction(),
        "languages": i18n.NAMES,
        "language_name": i18n.language_name,
        "settings_demo": settings().demo,
        "locks_after": settings().session_idle_seconds,
        "zone": i18n.current_zone(),
        "here": request.path,
        "custodians_contact": settings().custodians_contact,
        "custodians_count": len(settings().custodians),
    }


def register(app: Flask) -> None:
    """Give the templates their words and functions."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=False)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=i18n.gettext, ngettext=i18n.ngettext, csp_nonce=csp_nonce, label=label, choices=choices, can=can,
        panels=panels, format_date=i18n.format_date, format_datetime=i18n.format_datetime,
        format_number=i18n.format_number, format_list=i18n.format_list, said_again=i18n.said_again, subject_url=subject_url, term=term, when=when,
        kept_draft=kept_draft, draft_is_restored=is_restored, autosave_url=autosave_url,
        has_page=has_page, identities_locked=identities_locked,
    )  # fmt: skip
    app.context_processor(_values)
