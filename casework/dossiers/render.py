"""Turn a composed page into PDF/A-3a with WeasyPrint, from memory alone: no network, no files but the fonts."""

from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casework.dossiers.html import TEMPLATES, Page

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"


@cache
def fixed_resources() -> dict[str, tuple[str, bytes]]:
    """The style sheet and the vendored fonts: all that a dossier may load besides its own pictures."""
    found = {f"casework:{path.name}": ("font/ttf", path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))}
    found["casework:print.css"] = ("text/css", (TEMPLATES / "dossiers" / "print" / "print.css").read_bytes())
    return found


class LockedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves registered ids from memory and stops the rendering at any other address.

    The default fetcher reads local files and the network: a crafted title or text must never make it do so.
    """

    def __init__(self, resources: dict[str, tuple[str, bytes]]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.resources = {**fixed_resources(), **resources}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - the signature is inherited
        if url not in self.resources:
            raise FatalURLFetchingError(f"not a registered resource: {url[:80]}")
        media_type, body = self.resources[url]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


class RenderingRefused(Exception):
    """The document asked for something that is not registered."""


def render(page: Page, *, variant: str | None = "pdf/a-3a") -> bytes:
    """PDF bytes; the same page gives the same bytes. Raises RenderingRefused for an unregistered resource."""
    document = HTML(string=page.html, url_fetcher=LockedFetcher(page.resources), base_url="casework:")
    try:
        written: bytes = document.write_pdf(pdf_variant=variant, pdf_identifier=b"casework")
    except FatalURLFetchingError as error:
        raise RenderingRefused(str(error)) from error
    return written
