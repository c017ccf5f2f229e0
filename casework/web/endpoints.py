"""What each endpoint declares: the one permission it needs, or that it is public. Undeclared ones fail the build."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def needs(permission: StrEnum, *, writes: bool = False, fresh_factor: bool = False) -> Callable[[View], View]:
    """Declare the permission of an endpoint; `writes`: its GET also writes (a download that is logged).

    `fresh_factor`: opens only within minutes of a second factor; the hook asks for it again and leads back here.
    What was typed is kept as a draft: the view fills its form from `typed_formdata()` and shows `drafts/_offer.html`.
    """

    def mark(view: View) -> View:
        view.casework_permission = permission  # type: ignore[attr-defined]
        view.casework_writes = writes  # type: ignore[attr-defined]
        view.casework_fresh_factor = fresh_factor  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Declare that an endpoint shows nothing of any case and may be opened by anybody."""
    view.casework_public = True  # type: ignore[attr-defined]
    return view


def declared_permission(view: Callable[..., Any] | None) -> StrEnum | None:
    """The permission an endpoint declared, if any."""
    return getattr(view, "casework_permission", None)


def is_public(view: Callable[..., Any] | None) -> bool:
    """True for an endpoint that declared itself public."""
    return bool(getattr(view, "casework_public", False))


def writes(view: Callable[..., Any] | None) -> bool:
    """True for an endpoint whose GET writes."""
    return bool(getattr(view, "casework_writes", False))


def needs_fresh_factor(view: Callable[..., Any] | None) -> bool:
    """True for an endpoint that asks for the second factor again when the last proof is minutes old."""
    return bool(getattr(view, "casework_fresh_factor", False))
