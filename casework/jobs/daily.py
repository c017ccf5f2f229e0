"""Housekeeping: what has to be done as days pass, asked for by nobody. Every worker does it when it starts and hourly.

A task may be repeated and may run in two workers at once. Higher floors register theirs.
"""

import logging
from collections.abc import Callable

from sqlalchemy import Engine

from casework.config import Settings

EVERY_SECONDS = 3600.0
Task = Callable[[Engine, Settings], object]
_tasks: list[Task] = []
_log = logging.getLogger(__name__)


def housekeeping(task: Task) -> Task:
    """Register a task; it opens its own sessions and commits its own steps."""
    if task not in _tasks:
        _tasks.append(task)
    return task


def keep_house(engine: Engine, settings: Settings) -> None:
    """Do every task. One that fails keeps no other from being done; only the kind of its error is logged."""
    for task in _tasks:
        try:
            task(engine, settings)
        except Exception as error:  # its text may hold values; the worker must outlive it
            _log.error("housekeeping (%s) failed: %s", task.__name__, type(error).__name__)
