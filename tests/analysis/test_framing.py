"""A figure as a file: marked, with its own letters, byte for byte the same."""

import base64
import io
import re
import xml.etree.ElementTree as ET

from fontTools.ttLib import TTFont

from casework.analysis.framing import Mark, framed, standalone
from casework.analysis.svg import Picture

MARK = Mark("CONFIDENTIAL", "CW-2025-0001", "Timeline", ("Alleged.",))


def picture() -> Picture:
    made = Picture(300, 100, "Title", "Words", "ar")
    made.text(10, 20, "جبلة Jableh")
    made.circle(50, 50, 4)
    return made


def test_the_marking_and_the_case_stand_in_the_picture() -> None:
    made = framed(picture(), MARK)
    assert {"CONFIDENTIAL", "CW-2025-0001", "Timeline", "Alleged."} <= {label.words for label in made.labels}
    moved = next(label for label in made.labels if "Jableh" in label.words)
    assert (moved.y, made.height > 100) == (62, True)


def test_the_file_carries_the_letters_that_it_shows_and_is_the_same_each_time() -> None:
    data = standalone(framed(picture(), MARK))
    assert data == standalone(framed(picture(), MARK))
    ET.fromstring(data)  # noqa: S314 - our own text
    fonts = re.findall(r"base64,([A-Za-z0-9+/=]+)", data.decode())
    assert len(fonts) == 3  # Latin, bold Latin, Arabic
    letters = {code for font in fonts for code in TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()}
    assert {ord(letter) for letter in "جبلةJableh"} <= letters
    assert len(data) < 90_000
