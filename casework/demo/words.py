"""Synthetic sentences whose words are as unevenly frequent as those of a language (Zipf's law), from a fixed seed.

The frequent words are those of the demonstration's own testimonies; the long tail is derived from them by endings
and beginnings, so that an index meets tens of thousands of different words.
"""

import random
import re
from collections import Counter
from functools import cache

from casework.demo import content

TAIL = 30_000
SLIPS = 400_000
# Zipf-Mandelbrot: frequency of the word of rank r is proportional to 1 / (r + SHIFT) ** EXPONENT (Mandelbrot 1953).
SHIFT, EXPONENT = 2.7, 1.07
ENDINGS = {
    "en": ["s", "ed", "ing", "er", "ly", "ness", "less", "ward", "like", "ful"],
    "ar": ["ها", "هم", "نا", "ون", "ين", "ات", "ية", "ان", "ك", "تم"],
}
BEGINNINGS = {"en": ["re", "un", "over", "out", "mis", "pre"], "ar": ["ال", "وال", "بال", "لل", "ف", "سي"]}
WORD = re.compile(r"[A-Za-z]{2,}|[\u0621-\u064a]{2,}")


@cache
def lot(language: str) -> list[str]:
    """The words of a language, each as often as it is to be drawn: an even draw from it is an uneven one of words."""
    side = 0 if language == "ar" else 1
    texts = (p[side] for t in content.testimonies().values() for p in content.paragraphs(t, 2))
    counted = Counter(word.lower() for text in texts for word in WORD.findall(text))
    core = [word for word, _n in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    words = [*core, *_tail(core, language)]
    weights = [1 / (rank + SHIFT) ** EXPONENT for rank in range(len(words))]
    scale = SLIPS / sum(weights)
    return [word for word, weight in zip(words, weights, strict=True) for _ in range(max(1, round(weight * scale)))]


def _tail(core: list[str], language: str) -> list[str]:
    known, tail = set(core), []
    for beginning in ["", *BEGINNINGS[language]]:
        for ending in ENDINGS[language]:
            for stem in core:
                word = beginning + stem + ending
                if word not in known and len(stem) > 2:
                    known.add(word)
                    tail.append(word)
                if len(tail) == TAIL:
                    return tail
    return tail


def sentence(chance: random.Random, language: str, words: int) -> str:
    """One run of words, without a break."""
    return " ".join(chance.choices(lot(language), k=words)).capitalize() + "."


def paragraphs(chance: random.Random, language: str, words: int) -> list[str]:
    """Numbered paragraphs' texts, together about `words` words long, in sentences of 6 to 18 words."""
    drawn = chance.choices(lot(language), k=words)
    texts: list[str] = []
    sentences: list[str] = []
    start = 0
    while start < len(drawn):
        end = start + chance.randint(6, 18)
        sentences.append(" ".join(drawn[start:end]).capitalize() + ".")
        start = end
        if len(sentences) == 4:
            texts.append(" ".join(sentences))
            sentences = []
    return [*texts, " ".join(sentences)] if sentences else texts
