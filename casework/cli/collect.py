"""`evidence collect`: files in the store that nothing in the database names."""

import json

import click
from flask.cli import with_appcontext
from sqlmodel import Session, SQLModel, col, or_, select

from casework import audit, tables
from casework.cli.context import the_engine, the_settings
from casework.db import read_session, write_session
from casework.errors import Unavailable
from casework.evidence.models import Exhibit
from casework.storage import FileStore, open_store
from casework.storage.collecting import Collected, keys_without_files, look, named_in, remove
from casework.subjects import SYSTEM, Subject

assert tables  # noqa: S101 - registers every table
DAY = 24 * 3600.0
LOGGED = 50
HISTORY = {"audit_entry"}  # tells what was once; that a file is spoken of there does not keep it


@click.command("collect")
@click.option("--days", default=7.0, show_default=True, help="Only what nobody touched for so many days.")
@click.option("--remove", "removes", is_flag=True, help="Remove it. Without this it is only listed.")
@click.option("--keys", "with_keys", is_flag=True, help="Also keys of files that are nowhere in the store.")
@click.option("--json", "as_json", is_flag=True, help="Print the result for a script.")
@with_appcontext
def collect(days: float, removes: bool, with_keys: bool, as_json: bool) -> None:
    """List or remove uploads that nobody came back for and files that no row of any table names.

    Never run it with --remove between restoring files and restoring the database that names them.
    """
    store = open_store(the_settings())
    try:
        found = look(store, in_use, days * DAY)
        keys = _lost_keys(store, days * DAY) if with_keys else ()
        if removes:
            found = remove(store, found, in_use, days * DAY)
            store.sealers.destroy(keys)
    except Unavailable as problem:
        raise click.ClickException(str(problem.message)) from None
    found = Collected(found.staged, found.kept, keys)
    if removes:
        _log(found)
    _say(found, removes, as_json)


def in_use(words: set[str]) -> set[str]:
    """Which digests and handles the database names, now."""
    used = [table for table in SQLModel.metadata.sorted_tables if table.name not in HISTORY]
    with read_session(the_engine()) as session:
        return named_in(session.connection(), used, words)


def _lost_keys(store: FileStore, older_than: float) -> tuple[str, ...]:
    """Never while an exhibit's file is missing: its key must be there when the file comes back from a backup."""
    with read_session(the_engine()) as session:
        missing = [name for name in _files_of_exhibits(session) if not store.exists(name)]
    if missing:
        raise Unavailable(f"{len(missing)} files that exhibits name are not in the store. Restore them first.")
    return keys_without_files(store, store.sealers.older_than(older_than))


def _files_of_exhibits(session: Session) -> set[str]:
    statement = select(Exhibit.sha256, Exhibit.preview_sha256)
    rows = session.exec(statement.where(or_(col(Exhibit.sha256) != "", col(Exhibit.preview_sha256) != ""))).all()
    return {name for row in rows for name in row if name}


def _log(found: Collected) -> None:
    with write_session(the_engine()) as session:
        audit.record(
            session, SYSTEM, "evidence.collected", Subject("evidence", 0, None, "evidence"),
            uploads=len(found.staged), files=len(found.kept), keys=len(found.keys), which=list(found.kept[:LOGGED]),
        )  # fmt: skip
        session.commit()


def _say(found: Collected, removed: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"uploads": found.staged, "files": found.kept, "keys": found.keys, "removed": removed}))
        return
    for kind, names in (("upload", found.staged), ("file", found.kept), ("key", found.keys)):
        for name in names:
            click.echo(f"{kind} {name}")
    done = "removed" if removed else "found; --remove removes them"
    click.echo(f"{len(found.staged)} uploads, {len(found.kept)} files, {len(found.keys)} keys {done}.")
