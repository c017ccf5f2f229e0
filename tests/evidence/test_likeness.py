"""Pictures that are nearly the same find each other, whatever else the case holds, and only within it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import event

from casework.cases import compartments
from casework.db import read_as
from casework.evidence import likeness
from casework.evidence.likeness import bands, distance, near, remember, within_one_bit
from casework.sandbox.likeness import likeness_of

BITS = st.integers(0, 2**64 - 1)


def scene(seed: int) -> Image.Image:
    """A picture with large shapes, as photographs have."""
    chance = random.Random(seed)  # noqa: S311 - the same picture each time
    picture = Image.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(picture)
    for _ in range(24):
        x, y = chance.randrange(800), chance.randrange(600)
        draw.ellipse((x - 120, y - 90, x + 120, y + 90), fill=tuple(chance.randrange(256) for _ in range(3)))
    return picture


@given(BITS, st.sets(st.integers(0, 63), max_size=likeness.FARTHEST))
def test_whatever_differs_in_seven_bits_or_fewer_shares_a_band_up_to_a_bit(bits, places):
    other = bits ^ sum(1 << place for place in places)
    ours, theirs = bands(f"{bits:016x}"), bands(f"{other:016x}")
    assert any(value in within_one_bit(mine) for mine, value in zip(ours, theirs, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.resize((320, 240)),
        lambda picture: picture.filter(ImageFilter.GaussianBlur(2)),
        lambda picture: picture.point(lambda value: min(255, value + 12)),
        lambda picture: picture.convert("L").convert("RGB"),
    ],
)
def test_the_same_picture_in_another_form_is_near_and_another_is_not(change):
    same, other = likeness_of(change(scene(1))), likeness_of(scene(2))
    assert distance(likeness_of(scene(1)), same) <= likeness.FARTHEST
    assert distance(likeness_of(scene(1)), other) > 15


@pytest.mark.parametrize("colour", ["white", "black", "red"])
def test_an_empty_picture_is_like_nothing(colour):
    assert likeness_of(Image.new("RGB", (100, 100), colour)) == ""


def test_near_ones_are_found_with_their_distance_nearest_first(desk):
    one, two, three, far = (desk.exhibit(text) for text in (b"1", b"2", b"3", b"4"))
    told = [
        (one, "f0f0f0f0f0f0f0f0"),
        (two, "f0f0f0f0f0f0f0f7"),
        (three, "f0f1f0f0f0f0f0f0"),
        (far, "0f0f0f0f0f0f0f0f"),
    ]
    for exhibit, bits in told:
        remember(desk.session, exhibit.key, exhibit.case_id, [(0, bits)])
    found = near(desk.session, desk.investigator, exhibit=one)
    assert [(other.exhibit.reference, other.distance) for other in found] == [("EX-0003", 1), ("EX-0002", 3)]


def test_what_is_restricted_is_near_for_those_alone_who_are_named(desk):
    one, two = desk.exhibit(b"1"), desk.exhibit(b"2")
    for exhibit in (one, two):
        remember(desk.session, exhibit.key, exhibit.case_id, [(0, "f0f0f0f0f0f0f0f0")])
    compartments.restrict(desk.session, desk.supervisor, subject=two.subject, accounts=[], reason="threats")
    desk.session.commit()
    reading = read_as(desk.session, desk.investigator)
    assert near(reading, desk.investigator, exhibit=one) == []


def test_many_pictures_cost_no_more_statements(desk):
    one = desk.exhibit(b"1")
    chance = random.Random(7)  # noqa: S311 - the same bits each time
    for number in range(30):
        other = desk.exhibit(f"more {number}".encode())
        remember(desk.session, other.key, other.case_id, [(0, f"{chance.getrandbits(64):016x}")])
    remember(desk.session, one.key, one.case_id, [(n, f"{chance.getrandbits(64):016x}") for n in range(9)])
    statements: list[str] = []
    bind = desk.session.get_bind()
    event.listen(bind, "before_cursor_execute", lambda *args: statements.append(args[2]))
    near(desk.session, desk.investigator, exhibit=one)
    assert len(statements) <= 8
