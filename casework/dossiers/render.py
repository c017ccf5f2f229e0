"""Turn a composed page into PDF/A-3a, as everything that is printed here (`casework.printing`)."""

from casework.dossiers.html import Page
from casework.printing import LockedFetcher, RenderingRefused, render_html

__all__ = ["LockedFetcher", "RenderingRefused", "render"]


def render(page: Page, *, variant: str | None = "pdf/a-3a") -> bytes:
    """PDF bytes; the same page gives the same bytes. Raises RenderingRefused for an unregistered resource."""
    return render_html(page.html, page.resources, variant=variant)
