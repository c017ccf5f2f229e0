"""Does this Arabic word sound like that Latin one? Small, generous, pure.

Nobody spells an Arabic name in Latin letters twice alike: محمد is Muhammad, Mohamed, Mohammed. Each Arabic letter
stands for the spellings that are met (after UNGEGN, DIN 31635, French and English habit); short vowels are free, long
ones must be there. `key` is a coarse form that any two matching words share: it makes the candidates few, the pattern
decides. A false alarm costs a glance, a miss can cost a life: where the two pull apart, this errs on the side of alarm.
"""

import re
from functools import lru_cache

LONGEST = 24
_SHORT = "(?:ou|[aeiou])?"
_LETTERS = {
    "ا": "[ae]{1,2}", "ى": "[aiy]{1,2}h?", "ه": "(?:hh?)?", "ح": "(?:hh?)?", "ع": "[aeiou]{0,2}", "ء": "[aeiou]{0,2}",
    "و": "[owu]{1,3}", "ي": "[aiye]{1,3}", "ب": "[bp]{1,2}", "ت": "tt?h?", "ط": "tt?", "ث": "(?:th|t|s)", "ف": "ff?|ph|v",
    "ج": "dj|jj?|gg?", "خ": "kh|x|ch", "د": "dd?", "ض": "dd?h?|z", "ذ": "dh|th|z|dd?", "ظ": "dh|th|zz?|d", "ر": "rr?",
    "ز": "zz?", "س": "ss?", "ص": "ss?", "ش": "sch|sh|ch", "غ": "gh|gg?", "ق": "qq?|kk?|gg?|c", "ك": "kk?|ck?|q",
    "ل": "ll?", "م": "mm?", "ن": "nn?",
}  # fmt: skip
_CLASSES = [
    (re.compile("sch|sh|ch(?![aeiou]?l)|th|dh|dj|ph|kh|gh"), {
        "sch": "t", "sh": "t", "ch": "t", "th": "t", "dh": "t", "dj": "k", "ph": "f", "kh": "k", "gh": "k",
    }),
]  # fmt: skip
_LATIN = str.maketrans({**dict.fromkeys("tdsz", "t"), **dict.fromkeys("kqgcjx", "k"), "p": "b", "v": "f"})
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("تطثدضذظزسصش", "t"), **dict.fromkeys("جخغقك", "k"), "ب": "b", "ف": "f", "ر": "r", "ل": "l",
        "م": "m", "ن": "n", **dict.fromkeys("اىهحعءوي", ""),
    }
)  # fmt: skip
_VOWELS = re.compile("[aeiouwyh]")
_TWICE = re.compile(r"(.)\1+")


def is_arabic(word: str) -> bool:
    """True for a word that begins in Arabic script."""
    return "\u0621" <= word[:1] <= "\u064a"


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """The coarse consonants of a folded word of either script; empty for a word of vowels."""
    if is_arabic(word):
        return _TWICE.sub(r"\1", word.translate(_ARABIC))
    pattern, classes = _CLASSES[0]
    coarse = pattern.sub(lambda found: classes[found.group()], word)
    return _TWICE.sub(r"\1", _VOWELS.sub("", coarse.translate(_LATIN)))


@lru_cache(maxsize=8192)
def pattern(arabic: str) -> re.Pattern[str]:
    """The Latin spellings of a folded Arabic word."""
    arabic = arabic.replace("يي", "ي")  # the hamza of Mikhail
    first, rest = arabic[:1], arabic[1:LONGEST]
    begins = "[aeiouy]{0,2}" if first in "اعي" else f"(?:{_LETTERS.get(first, re.escape(first))}){_SHORT}"
    if first == "ي":
        begins = f"[yij][aeiou]{{0,2}}|{begins}"
    middle = "".join(f"(?:{_LETTERS.get(letter, re.escape(letter))}){_SHORT}" for letter in rest)
    return re.compile(f"(?:{begins}){middle}(?:h|t)?")


def sound_alike(one: str, other: str) -> bool:
    """True when one folded word is Arabic, the other Latin, and the second can be a spelling of the first."""
    if is_arabic(one) == is_arabic(other):
        return False
    arabic, latin = (one, other) if is_arabic(one) else (other, one)
    return len(latin) <= LONGEST and pattern(arabic).fullmatch(latin) is not None
