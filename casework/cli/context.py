"""What a command works with."""

from typing import cast

from flask import current_app
from sqlalchemy import Engine

from casework.config import Settings


def the_engine() -> Engine:
    """The installation's database."""
    return cast(Engine, current_app.extensions["casework_engine"])


def the_settings() -> Settings:
    """The installation's settings."""
    return cast(Settings, current_app.extensions["casework_settings"])
