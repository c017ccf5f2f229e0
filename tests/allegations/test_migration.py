"""What the migration of the factors does with texts and labels that were there before, both ways."""

import json

from sqlalchemy import Engine, text
from sqlmodel import select

from casework.allegations.point_models import AllegationPoint, LabelGiven
from casework.config import Settings
from casework.db import migrate
from casework.db.engine import new_session
from tests.allegations.test_services import make
from tests.units.world import make_world

OLD = {"effective_control": "orders by radio", "knowledge": "was there", "failure": ""}


def test_texts_become_notes_of_factors_and_texts_again(engine: Engine, settings: Settings) -> None:
    with new_session(engine, writes=True) as session:
        world = make_world(session, settings)
        world.testimony(1)
        key = make(world).key
        session.commit()
    migrate.downgrade(engine, "0015")
    with engine.begin() as connection:
        values = {"texts": json.dumps(OLD), "labels": json.dumps(["war_crime_murder"]), "key": key}
        cast = "CAST(:{} AS JSON)" if connection.dialect.name == "postgresql" else ":{}"
        change = f"UPDATE allegation SET article_28={cast.format('texts')}, legal_labels={cast.format('labels')} WHERE id=:key"
        connection.execute(text(change), values)
    migrate.upgrade(engine)
    with new_session(engine, writes=True) as session:
        points = session.exec(select(AllegationPoint).order_by(AllegationPoint.id)).all()  # type: ignore[arg-type]
        found = {row.item: (row.leaning.value, row.note) for row in points}
        assert found == {"effective_control": ("for", "orders by radio"), "knew": ("not_known", "was there")}
        assert [row.confirmed_at for row in session.exec(select(LabelGiven))] == [None]
    migrate.downgrade(engine, "0015")
    with engine.connect() as connection:
        stored = connection.execute(text("SELECT article_28 FROM allegation")).scalar_one()
    back = json.loads(stored) if isinstance(stored, str) else stored
    assert back == {"effective_control": "orders by radio", "knowledge": "was there"}
