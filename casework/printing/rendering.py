"""Turn one HTML text into PDF/A-3a; it may load registered resources and nothing else."""

from functools import cache
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from casework.config import ROOT
from casework.printing.pieces import Resources
from casework.printing.vowels import join_vowels


@cache
def fixed_resources() -> dict[str, tuple[str, bytes]]:
    """The style sheets (`templates/*/print/*.css`) and the vendored fonts, by the name under which pages ask for them."""
    found = {f"casework:{path.name}": ("font/ttf", path.read_bytes()) for path in sorted((ROOT / "static" / "fonts").glob("*.ttf"))}  # fmt: skip
    sheets = {f"casework:{path.name}": ("text/css", path.read_bytes()) for path in sorted((ROOT / "templates").glob("*/print/*.css"))}  # fmt: skip
    return found | sheets


class LockedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves registered ids from memory and stops the rendering at any other address.

    The default fetcher reads local files and the network: a crafted title or text must never make it do so.
    """

    def __init__(self, resources: Resources) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self.resources = {**fixed_resources(), **resources}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - the signature is inherited
        if url not in self.resources:
            raise FatalURLFetchingError(f"not a registered resource: {url[:80]}")
        media_type, body = self.resources[url]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


class RenderingRefused(Exception):
    """The document asked for something that is not registered."""


def render_html(html: str, resources: Resources, *, variant: str | None = "pdf/a-3a") -> bytes:
    """PDF bytes; the same page gives the same bytes. Raises RenderingRefused for an unregistered resource."""
    document = HTML(string=html, url_fetcher=LockedFetcher(resources), base_url="casework:")
    try:
        written: bytes = document.write_pdf(pdf_variant=variant, pdf_identifier=b"casework", finisher=join_vowels)
    except FatalURLFetchingError as error:
        raise RenderingRefused(str(error)) from error
    return written
