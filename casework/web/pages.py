"""Templates, with what every page shows."""

from collections.abc import Callable
from typing import Any

from flask import render_template
from markupsafe import Markup

# Higher floors register what the layout and object pages show; lower floors never import them.
Panel = Callable[..., str]
_panels: dict[str, list[Panel]] = {}


def render(template: str, **values: Any) -> str:
    """Render a page."""
    return render_template(template, **values)


def panel(place: str) -> Callable[[Panel], Panel]:
    """Register a function that renders a part of a lower floor's page, for example `testimony`, `exhibit`, `unit`.

    It is called with the page's object as keyword arguments and returns safe HTML, or an empty string.
    """

    def register(function: Panel) -> Panel:
        entries = _panels.setdefault(place, [])
        if function not in entries:
            entries.append(function)
        return function

    return register


def panels(place: str, **values: Any) -> list[str]:
    """The rendered parts for a place, in the order they were registered. Used by templates."""
    return [Markup(html) for function in _panels.get(place, []) if (html := function(**values))]  # noqa: S704 - templates escaped it
