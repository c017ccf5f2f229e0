"""A list of victims that somebody gave, imported as people do it; one of them stands in the case already, spelt otherwise."""

import hashlib

from casework.demo import content
from casework.demo.stage import Stage
from casework.incidents import queue
from casework.incidents.comparing import alike, is_comparable
from casework.lists import services
from casework.lists.columns import guessed
from casework.lists.importing import bring_in
from casework.lists.models import ListState
from casework.lists.table import Line, Table
from casework.vault import Vault
from casework.vocabulary import Harm


def load_list(stage: Stage, vault: Vault) -> None:
    """Import `list.toml`: three good lines, one with a mistake. Then names are compared: one pair waits for an answer."""
    session, actor, case, given = stage.session, stage.actors["investigator"], stage.case, content.read("list")
    rows = [given["head"], *given["lines"]]
    text = "\n".join(";".join(row) for row in rows)
    table = Table(
        tuple(Line(number, tuple(row)) for number, row in enumerate(rows, 1)), encoding="utf-8", separator=";"
    )
    row = services.begin(
        session, actor, case, table, vault=vault, source=given["source"],
        sha256=hashlib.sha256(text.encode()).hexdigest(), size=len(text.encode()),
    )  # fmt: skip
    services.say_columns(
        session, actor, case, row, columns=guessed(given["head"]), is_headed=True, harm=Harm.KILLED, incident=None
    )
    row.state = ListState.IMPORTING
    bring_in(session, actor, case, row, services.look(session, actor, vault, case, row), vault=vault)
    people, held = queue.people(session, actor, case, vault)
    comparable = [person for person in people if is_comparable(person)]
    queue.keep(session, actor, case, alike(comparable).pairs, compared=len(comparable), held=held)
