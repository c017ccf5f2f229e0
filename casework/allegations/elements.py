"""The elements of the crimes behind the legal labels, out of `elements.toml`: short own wording in both languages.

After the Elements of Crimes of the International Criminal Court. They sort evidence; they are not the official text.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from casework.vocabulary import LegalLabel

_FILE = Path(__file__).with_name("elements.toml")


@dataclass(frozen=True)
class Element:
    """One thing that has to be shown for a label."""

    key: str
    english: str
    arabic: str

    def words(self, language: str) -> str:
        return self.arabic if language == "ar" else self.english


@dataclass(frozen=True)
class Crime:
    """A label with the article of the Rome Statute and its elements; both empty where no crime is meant."""

    label: LegalLabel
    article: str = ""
    elements: tuple[Element, ...] = ()


@cache
def crimes() -> Mapping[LegalLabel, Crime]:
    """Every label, those without elements included. Raises KeyError when the file names what it does not hold."""
    read = tomllib.loads(_FILE.read_text("utf-8"))
    shared = read["shared"]
    found = {}
    for label in LegalLabel:
        table = read.get(label.value, {})
        worded = {**shared, **table.get("own", {})}
        elements = (Element(key, worded[key]["en"], worded[key]["ar"]) for key in table.get("elements", []))
        found[label] = Crime(label, table.get("article", ""), tuple(elements))
    return found


def crime(label: LegalLabel) -> Crime:
    """The crime that a label stands for."""
    return crimes()[label]
