"""A signature is made whoever calls, in a loop or not."""

import asyncio

import pytest

from casework.signing.awaiting import awaited


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def failing() -> None:
    raise ValueError("why")


def test_it_is_waited_for_without_a_loop_and_inside_of_one() -> None:
    async def inside() -> int:
        return awaited(answer())

    assert (awaited(answer()), asyncio.run(inside())) == (42, 42)


def test_what_went_wrong_is_told() -> None:
    with pytest.raises(ValueError, match="why"):
        awaited(failing())
