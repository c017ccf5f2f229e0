"""Text on its way to the page: codes that keep their direction, strings that cannot end a style sheet."""

import re

from markupsafe import Markup, escape

CODE = re.compile(
    r"(?<![A-Za-z0-9_/])"  # an Arabic letter may stand before a number
    r"(?:SHA-256|PDF/U?A-\d[a-z]?|"  # a name with a number at its end
    r"CW-\d{4}-\d{4}|[A-Z]{1,2}-\d{4}|R[1-5]\b|[0-9a-f]{64}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?|[A-F][1-6]\b|"
    r"\d+(?:\([A-Za-z0-9]{1,5}\))+(?:-\d+)?|\d[\d.,:/–-]*\d|\d)(?![A-Za-z0-9_/])"
)
# A command, or two Latin words or more with the numbers between them and the full stop that belongs to them.
PHRASE = re.compile(
    r"python3 \w+\.py [A-Za-z -]*[A-Z]|"
    r"[A-Za-z][A-Za-z'’-]*(?:(?:[ ,;:]{1,2}\d[\d.,:–-]*)?[ ,;:]{1,2}[A-Za-z(][A-Za-z0-9'’()-]*)+[.!?]?"
)
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")
BEGINS = re.compile(r"[\W\d_]*" + ARABIC.pattern)  # with an Arabic letter, whatever number or sign stands before it
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def is_arabic(text: str) -> bool:
    """Whether it is to be read from right to left: mostly Arabic letters, whatever code it begins with."""
    if text.isascii() or BEGINS.match(text):  # nearly every text: looked at thousands of times
        return not text.isascii()
    found = len(ARABIC.findall(text))
    return found > 0 and found >= len(LATIN.findall(CODE.sub("", text)))


def is_latin(text: str) -> bool:
    """Whether it has letters, and is to be read from left to right."""
    return not is_arabic(text) and any(letter.isalpha() for letter in text)


def with_places(text: str) -> Markup:
    """Escaped text in which a statement and its paragraph stay on one line."""
    return escape(text.replace(" ¶", "\u00a0¶"))


def with_codes(text: str) -> Markup:
    """Escaped text with references, digits and hashes isolated, so that they read left to right inside Arabic; and what is
    said in Latin letters within it as a passage of its own."""
    pieces: list[Markup] = []
    last = 0
    for found in PHRASE.finditer(text) if ARABIC.search(text) else ():
        passage = Markup('<span lang="en" dir="ltr" class="latin">{}</span>').format(_isolated(found.group()))
        pieces += [_isolated(text[last : found.start()]), passage]
        last = found.end()
    return Markup("").join([*pieces, _isolated(text[last:])])


def _isolated(text: str) -> Markup:
    pieces, last = [], 0
    for found in CODE.finditer(text):
        code = (
            Markup('<bdi dir="ltr">{}</bdi>')
            if len(found.group()) < 64
            else Markup('<bdi dir="ltr" class="cited">{}</bdi>')
        )
        pieces += [escape(text[last : found.start()]), code.format(found.group())]
        last = found.end()
    return Markup("").join([*pieces, escape(text[last:])])


def css_string(text: str) -> Markup:
    """A quoted CSS string: nothing in it can end the string or the style element.

    A blank ends each escape and belongs to it: else the text's own blank behind it would be taken for that.
    """
    safe = "".join(letter if letter.isalnum() or letter in " .,-:·/" else f"\\{ord(letter):06x} " for letter in text)
    return Markup(f'"{safe}"')  # noqa: S704 - every other letter is a numeric escape


def breakable(digest: str) -> Markup:
    """A long hash that may break after every eighth letter, without inserting anything that would be copied."""
    groups = [digest[start : start + 8] for start in range(0, len(digest), 8)]
    return Markup("<wbr>").join(groups)
