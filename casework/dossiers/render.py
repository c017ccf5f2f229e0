"""Turn a composed page into PDF/A-3a in this very process: for one page, such as the mark of a copy."""

from casework.dossiers.html import Page


def render(page: Page, *, variant: str | None = "pdf/a-3a") -> bytes:
    """PDF bytes; the same page gives the same bytes. Raises RenderingRefused for an unregistered resource."""
    from casework.printing.rendering import render_html  # WeasyPrint takes a second to load: most processes never draw

    return render_html(page.html, page.resources, variant=variant)
