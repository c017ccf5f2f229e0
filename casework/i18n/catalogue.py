"""The catalogue: what the code and templates say in English, and whether the Arabic says it too."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import wtforms
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "casework" / "translations"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
_METHODS = [("**.py", "python"), *((f"**.{end}", "jinja2") for end in ("html", "xml", "css"))]
_OPTIONS = {"**.html": {"trimmed": "true", "extensions": "jinja2.ext.i18n"}}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def path_of(language: str) -> Path:
    """Where a language's messages are."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """A language's messages."""
    with path_of(language).open("rb") as handle:
        return read_po(handle, locale=language)


def load(language: str) -> Translations:
    """The messages ready for use, compiled in memory: nothing to forget at set-up."""
    compiled = io.BytesIO()
    write_mo(compiled, read(language))
    compiled.seek(0)
    return Translations(compiled)


def extracted() -> Catalog:
    """Every message of the code and the templates, and those of the form library (its own Arabic has gaps)."""
    catalog = Catalog(fuzzy=False)
    for folder in (ROOT / "casework", ROOT / "templates"):
        found = extract_from_dir(folder, _METHODS, _OPTIONS, KEYWORDS, comment_tags=("i18n:",))
        for name, _line, message, comments, _context in found:
            where = (folder / name).relative_to(ROOT).as_posix()
            catalog.add(message, None, [(where, 0)], auto_comments=comments)
    for path in sorted((ROOT / "casework").rglob("*.py")):
        for message in in_f_strings(path.read_text()):
            catalog.add(message, None, [(path.relative_to(ROOT).as_posix(), 0)])
    library = Path(wtforms.__file__).parent
    for file in (library / "validators.py", *sorted((library / "fields").glob("*.py"))):
        for _line, message, _comments, _context in extract_from_file("python", file, KEYWORDS):
            catalog.add(message, None, [("wtforms", 0)])
    return catalog


def in_f_strings(source: str) -> Iterator[str | tuple[str, ...]]:
    """Messages of calls inside f-strings, which are one token to the extractor before Python 3.12: it passes over them."""
    for text in ast.walk(ast.parse(source)):
        for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                taken = call.args[: 2 if KEYWORDS[call.func.id] else 1]
                said = tuple(str(one.value) for one in taken if isinstance(one, ast.Constant))
                if said:
                    yield said if len(said) > 1 else said[0]


def update(language: str) -> Catalog:
    """Bring the file up to the code: new messages empty, those that are gone dropped, nothing guessed."""
    stored, template = read(language), extracted()
    stored.update(template, no_fuzzy_matching=True)
    stored.obsolete.clear()
    with path_of(language).open("wb") as handle:
        write_po(handle, stored, width=120, sort_output=True, omit_header=False, include_lineno=False)
    return stored


def problems(language: str) -> Iterator[str]:
    """What is missing, fuzzy, left over, said twice over, or says other placeholders than the English."""
    stored, template = read(language), extracted()
    for message in template:
        if not message.id:
            continue
        translated = stored.get(message.id)
        if translated is None or not _is_complete(translated):
            yield f"missing: {_first(message.id)!r} ({message.locations[0][0]})"
        elif translated.fuzzy:
            yield f"fuzzy: {_first(message.id)!r}"
        elif _placeholders(translated.string) - _placeholders(message.id):
            yield f"placeholders differ: {_first(message.id)!r}"
        elif _is_repeated(translated.string):
            yield f"says the same again and again: {_first(message.id)!r}"
    for message in stored:
        if message.id and template.get(message.id) is None:
            yield f"left over: {_first(message.id)!r}"


def _first(message_id: Any) -> str:
    return str(message_id[0] if isinstance(message_id, (list, tuple)) else message_id)


def _is_complete(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def _is_repeated(texts: Any) -> bool:
    """Whether a long text is one text several times over: two who fill the same gap can leave that behind."""
    parts = [str(one) for one in (texts if isinstance(texts, (list, tuple)) else [texts])]
    return any(len(one) > 20 and (one + one).find(one, 1) < len(one) for one in parts)


def _placeholders(texts: Any) -> set[str]:
    parts = texts if isinstance(texts, (list, tuple)) else [texts]
    return {found.group(0) for text in parts for found in _PLACEHOLDER.finditer(str(text))}
