"""pyHanko signs and checks in coroutines; everything else here does not."""

import asyncio
import contextvars
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives or raises, run in a thread of its own: the caller's may have a loop already, in which
    nothing can be waited for."""
    here = contextvars.copy_context()
    with ThreadPoolExecutor(1, "signing") as thread:
        return thread.submit(here.run, asyncio.run, work).result()
