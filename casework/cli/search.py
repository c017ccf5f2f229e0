"""`search rebuild`."""

from flask.cli import AppGroup

from casework import search
from casework.cli.context import the_engine
from casework.db import write_session

search_commands = AppGroup("search", help="The search index.")


@search_commands.command("rebuild")
def rebuild() -> None:
    """Fold and index every document anew."""
    with write_session(the_engine()) as session:
        count = search.rebuild(session)
        session.commit()
    print(f"{count} documents indexed")
