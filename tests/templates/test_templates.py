"""What every template and every vendored file must keep, whoever writes it."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SENT = [path for path in TEMPLATES if "print" not in path.parts]  # what is printed meets no policy and no script
STATIC = ROOT / "static"
OWN = {
    "analysis.css",
    "casework.css",
    "casework.js",
    "dates.js",
    "days.js",
    "graph.css",
    "graph.js",
    "map-before.js",
    "map.js",
    "passkeys.js",
    "records.css",
    "redaction.css",
    "redaction.js",
    "references.js",
    "several.js",
    "trusted-types.js",
    "ui",
    "upload-files.js",
    "uploads.js",
    "zoom.js",
    "geo/README.md",
    "vendor/VENDORED.md",
}
SPRITE = STATIC / "vendor" / "icons" / "sprite.svg"


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _vendored() -> dict[str, str]:
    table = (STATIC / "vendor" / "VENDORED.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", table, re.M))


@pytest.mark.parametrize("path", SENT, ids=_id)
def test_a_template_has_no_inline_style_script_or_handler(path: Path) -> None:
    # The content security policy would drop them silently: a page that only looks right without it.
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.findall(r"<style\b|\sstyle\s*=|javascript:|\shx-on[:-]", text)
    assert not re.findall(r"<[a-zA-Z][^>]*\son[a-z]+\s*=", text)
    assert all("nonce=" in tag and "src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_is_short_enough_to_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_every_picture_says_what_it_shows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [tag for tag in re.findall(r"<img\b[^>]*>", text) if " alt=" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_lays_out_by_start_and_end(path: Path) -> None:
    # Physical sides would be wrong in Arabic.
    classes = " ".join(re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8")))
    assert not re.findall(r"\b(?:[mp][lr]-\d|float-(?:left|right)|text-(?:left|right))\b", classes)


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_asks_nothing_of_another_machine(path: Path) -> None:
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', path.read_text(encoding="utf-8"))


def test_every_icon_asked_for_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    asked = {name for path in TEMPLATES for name in re.findall(r'\bicon\("([^"]+)"', path.read_text(encoding="utf-8"))}
    nav = ROOT / "casework" / "app" / "nav.py"
    if nav.exists():
        asked |= set(re.findall(r'NavItem\(.*"([a-z0-9-]+)"\)', nav.read_text(encoding="utf-8")))
    assert asked - there == set()


def test_every_vendored_file_is_listed_and_unchanged() -> None:
    listed = _vendored()
    files = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in STATIC.rglob("*")
        if path.is_file() and not {path.relative_to(STATIC).as_posix(), path.relative_to(STATIC).parts[0]} & OWN
    }
    assert files == listed


@pytest.mark.parametrize("name", ["analysis.css", "casework.css", "records.css"])
def test_the_style_sheets_fetch_only_what_lies_beside_them(name: str) -> None:
    urls = re.findall(r'url\("([^"]+)"\)', (STATIC / name).read_text(encoding="utf-8"))
    assert [url for url in urls if not (STATIC / url).is_file()] == []


@pytest.mark.parametrize("name", ["analysis.css", "casework.css", "records.css"])
def test_the_style_sheets_use_logical_sides(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert not re.findall(
        r"(?:margin|padding|border)-(?:left|right)\b|float:\s*(?:left|right)|text-align:\s*(?:left|right)", text
    )
