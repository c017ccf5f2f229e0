"""Arabic vowel signs stay with their letter when text is taken out of a page."""

import re
import subprocess
import unicodedata

import pytest

from casework.printing.fragments import render_fragment
from casework.printing.vowels import joined

WORDS = "الوقائع المبلَّغ عنها وقُتل رجلان وجُرح آخرون جزئياً كما يُدّعى"
PAGE = f'<html lang="ar" dir="rtl"><title>t</title><h1>ثانياً</h1><p>{WORDS}</p></html>'


def extracted(pdf: bytes) -> str:
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return unicodedata.normalize("NFKC", re.sub("[\u202a-\u202e]", "", text))


def bare(text: str) -> list[str]:
    return re.sub("[\u064b-\u0652]", "", text).split()


@pytest.mark.system
def test_a_word_with_vowel_signs_comes_out_in_one_piece_and_in_its_place() -> None:
    made = extracted(render_fragment(PAGE, {}, style="print.css", tag="AAAAAA").pdf)
    assert bare(made) == bare(f"ثانياً {WORDS}")
    assert sorted(re.findall("[\u064b-\u0652]", made)) == sorted(re.findall("[\u064b-\u0652]", f"ثانياً {WORDS}"))


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        (b"7.5 Ts\n[-54.2<0002>] TJ\n0 Ts\n", b"0628064e"),
        (b"7 Ts\n[<0003>] TJ\n0 Ts\n[<>54] TJ\n9 Ts\n[<0002>] TJ\n0 Ts\n", b"0628064e0651"),
    ],
)
def test_a_letter_says_the_signs_that_are_drawn_before_it_in_the_order_of_reading(signs: bytes, says: bytes) -> None:
    page = b"/F 12 Tf\n" + signs + b"[<>54<00010004>-3<0004>] TJ\n"
    made = joined(page, {b"F": {1: "ب", 2: "\u064e", 3: "\u0651", 4: "ا"}})
    assert b"/Span <</ActualText <feff%s>>> BDC\n[<0001>] TJ\nEMC\n[<0004>-3<0004>] TJ\n" % says in made
    assert made.startswith(b"/F 12 Tf\n/Span <</ActualText <feff>>> BDC\n" + signs + b"EMC\n[<>54] TJ\n")


def test_whatever_else_is_raised_stays_as_it_is() -> None:
    page = b"/F 12 Tf\n3 Ts\n[<0002>] TJ\n0 Ts\n[<0001>0] TJ\n"
    assert joined(page, {b"F": {1: "e", 2: "\u0301"}}) == page
    assert joined(page, {}) == page
