"""Read a dossier as others do: its HTML as it was written, and its pages as pdftotext finds them (see `hearing`, too)."""

import re
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "li", "th", "td", "figcaption", "div"}
VOID = {"br", "img", "meta", "link", "col", "wbr"}
SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
DIRECTIONS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
WORD = re.compile("[\u0620-\u064a]+|[^\\W\\d_\u0620-\u064a]+|\\d+")
# The page without its running heads, page numbers, and what stands in the margins.
BODY = ["-x", "60", "-y", "56", "-W", "476", "-H", "732"]


def words(text: str) -> list[str]:
    """Words and numbers as one searches for them: no vowel signs, letters in their plain form, broken where the direction
    changes."""
    return WORD.findall(SIGNS.sub("", DIRECTIONS.sub(" ", unicodedata.normalize("NFKC", text))))


def letters(text: str) -> str:
    """The same, with nothing between."""
    return "".join(words(text))


@dataclass
class Block:
    """A paragraph, heading, cell or label, with the numbers of its notes in their places."""

    tag: str
    text: str = ""
    margin: str = ""  # what stands beside it


class Source(HTMLParser):
    """Blocks in the order of the source, and the texts of the notes."""

    def __init__(self, fragments: Iterable[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = [Block("html")]
        self.notes: list[str] = []
        self._open: list[str] = []
        for fragment in fragments:
            self.feed(fragment)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_data(" " if tag == "br" else "")
        elif dict(attrs).get("class") == "fn":
            self.notes.append("")
            self.blocks[-1].text += f" {len(self.notes)} "
            self._open.append("note")
        else:
            self._open.append("beside" if (dict(attrs).get("class") or "").startswith("beside") else tag)
            if tag in BLOCKS:
                self.blocks.append(Block(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if "note" in self._open:
            self.notes[-1] += data
        elif "beside" in self._open:
            self.blocks[-1].margin += data
        elif not {"style", "title"} & set(self._open):
            self.blocks[-1].text += data


def extracted(pdf: bytes, *how: str) -> list[list[str]]:
    """The words of each page, without its furniture."""
    command = ["pdftotext", *BODY, *how, "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    return [words(page) for page in text.split("\f")[:-1]]


def position(part: Sequence[str], whole: Sequence[str], start: int = 0) -> int:
    """Where some words stand one after the other; -1 when they do not."""
    ends = range(start, len(whole) - len(part) + 1)
    return next((at for at in ends if whole[at] == part[0] and list(whole[at : at + len(part)]) == list(part)), -1)


def without_notes(pages: Iterable[list[str]], notes: Iterable[str]) -> list[str]:
    """The words of all pages but those of the notes, each of which has to stand after its page's text, in order."""
    left = [[str(number), *words(text)] for number, text in enumerate(notes, 1)]
    found: list[str] = []
    for page in pages:
        end = len(page)
        at = 0
        while left and (at := position(left[0], page, at)) >= 0:
            end = min(end, at)
            at += len(left.pop(0))
        found += page[:end]
    # A note that is in the wrong place is then in the way of the text.
    return found if not left else [*found, "missing", *left[0]]


def out_of_place(blocks: Iterable[Block], found: Sequence[str]) -> list[str]:
    """The blocks that do not follow, in one piece, the blocks before them.

    Arabic has to follow with the same words: on a page with more Latin letters pdftotext takes the line for a Latin one.
    """
    wrong, at = [], 0
    for block in blocks:
        part = words(block.text)
        if not part:
            continue
        place = position(part, found, at)
        if place < 0 and is_arabic(part[-1]) and sorted(found[at : at + len(part)]) == sorted(part):
            place = at
        if place < 0:
            wrong.append(block.text.strip())
        else:
            at = place + len(part)
    return wrong


def is_arabic(word: str) -> bool:
    return "\u0620" <= word[0] <= "\u064a"


def in_arabic_letters(block: Block) -> Block:
    """What is left where Latin words and numbers are put into a line of Arabic by others."""
    return Block(block.tag, " ".join(filter(is_arabic, words(block.text))))
