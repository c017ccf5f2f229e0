"""Whose copy a file is: sure by its bytes, said by its metadata or its pages, and honestly unknown."""

import io

import pikepdf
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from casework import audit, sandbox
from casework.config import Settings
from casework.dossiers import delivery, identifying, layout, mark_reading, measuring, page_finding
from casework.dossiers.identifying import How, Identified
from casework.dossiers.layout import Moved
from casework.dossiers.layout_reading import Guess, Measured
from casework.dossiers.mark_reading import Marks
from casework.dossiers.models import DossierCopy, DossierVersion
from casework.errors import Forbidden
from casework.subjects import Role
from tests.dossiers.conftest import typeset_sample
from tests.dossiers.test_issuing import hand_out, issued, small_body
from tests.dossiers.world import World, make_world, vault_with_key
from tests.factories import make_account, make_case


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")])
    return made


def ask(world: World, data: bytes) -> Identified:
    marks = mark_reading.marks_of(data)
    return identifying.which_copy(world.session, world.issuer.as_actor(), case=world.case, marks=marks)


def found(answer: Identified) -> list[tuple[str, int, str, int]]:
    return [(row.reference, version.number, copy.language, copy.copy_number) for row, version, copy in answer.copies]


def written_anew(data: bytes) -> bytes:
    """As another program saves it: the pages alone."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf, pikepdf.new() as plain:
        plain.pages.extend(pdf.pages)
        plain.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_copy_is_known_by_its_bytes_else_by_its_metadata_else_by_the_number_on_its_pages(
    world: World, language: str
) -> None:
    dossier, version = issued(world)
    issued(world, dossier)  # a second version has copies of the same numbers
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    hand_out(world, other, version, language)
    data = hand_out(world, world.reader, version, language).data
    mine = [("D-0001", 1, language, 2)]
    whole, altered, anew = ask(world, data), ask(world, data + b"\n%added\n"), ask(world, written_anew(data))
    entry = audit.entries(world.session, case_id=world.case.key, action="dossier.copy_looked_for")[-1]
    anew.copies[0][2].mark_code = ""  # as of a copy that was made before there were marks in the margins
    printed = ask(world, written_anew(data))
    answers = (whole, altered, anew, printed)
    assert [one.how for one in answers] == [How.BYTES, How.METADATA, How.MARK, How.PRINTED]
    assert [found(one) for one in answers] == [mine] * 4
    assert [one.is_certain for one in answers] == [True, False, False, False]
    assert (entry.facts["how"], entry.facts["found"]) == ("bytes", ["D-0001 v1 2"])


def test_pages_of_two_copies_name_both(world: World) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    out = io.BytesIO()
    with pikepdf.new() as mixed:
        for reader in (world.reader, other):
            with pikepdf.open(io.BytesIO(hand_out(world, reader, version).data)) as pdf:
                mixed.pages.extend(pdf.pages)
        mixed.save(out)
    answer = ask(world, out.getvalue())
    assert (answer.how, [one[3] for one in found(answer)]) == (How.MARK, [1, 2])


def test_what_cannot_be_told_is_said(world: World) -> None:
    dossier, version = issued(world)
    hand_out(world, world.reader, version)
    strange, garbage = ask(world, small_body()), ask(world, b"%PDF-1.7 nothing")
    assert [(one.how, one.copies, one.was_read) for one in (strange, garbage)] == [
        (How.NOTHING, [], True), (How.NOTHING, [], False),
    ]  # fmt: skip
    file = delivery.draft_file(
        world.session, world.builder, world.settings, dossier=dossier, version=version, language="en"
    )
    answer = ask(world, file.data)
    assert (answer.how, answer.is_case_file) == (How.NOTHING, True)


def test_only_copies_of_the_case_are_named_and_only_to_who_may_issue_there(world: World) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    marks, boss = mark_reading.marks_of(data), make_account(world.session, Role.SUPERVISOR)
    elsewhere = make_case(world.session, [boss])
    answer = identifying.which_copy(world.session, boss.as_actor(), case=elsewhere, marks=marks)
    assert (answer.how, answer.copies) == (How.NOTHING, [])
    with pytest.raises(Forbidden):
        identifying.which_copy(world.session, boss.as_actor(), case=world.case, marks=marks)


def lines_of(copies: list[DossierCopy], bands: int) -> list[Moved]:
    """Lines that stand as the first copy says, where the copies say the same for the others: they cannot tell which."""
    signs = [layout.signs(copy.layout_key, 0) for copy in copies]
    agreed = [at for at in range(layout.BANDS) if len({one[at] for one in signs}) == 1]
    return [Moved(0, layout.BAND * at + 1, layout.STEP * signs[0][at]) for at in agreed[:bands]]


def measured(version: DossierVersion, lines: list[Moved]) -> list[Measured]:
    return [Measured(version.key, "en", lines, Guess(0, "1", 20, 0.95))]


def test_lines_name_a_copy_as_surely_as_there_are_many_and_none_when_several_fit(world: World) -> None:
    _dossier, version = issued(world)
    other = make_account(world.session, world.reader.role, recipient_id=world.recipient.key)
    for reader in (world.reader, other):
        hand_out(world, reader, version)
    mine, theirs = world.session.exec(select(DossierCopy).order_by(col(DossierCopy.id))).all()
    nothing = Marks("0" * 64, is_picture=True)

    def told(lines: list[Moved], marks: Marks = nothing) -> Identified:
        actor = world.issuer.as_actor()
        return identifying.which_copy(
            world.session, actor, case=world.case, marks=marks, measured=measured(version, lines)
        )

    sure, likely, few = (told(lines_of([mine], bands)) for bands in (40, 14, 6))
    assert [(one.how, found(one)) for one in (sure, likely, few)] == [
        (How.LAYOUT, [("D-0001", 1, "en", 1)]), (How.LAYOUT, [("D-0001", 1, "en", 1)]), (How.NOTHING, []),
    ]  # fmt: skip
    assert [one.is_strong for one in (sure, likely, few)] == [True, False, False]
    assert all(one.pages[0].page for one in (sure, likely, few)), "the page that it shows is told all the same"
    several = told(lines_of([mine, theirs], 30))
    assert (several.how, several.copies, len(several.alike), several.by_layout) == (How.LAYOUT, [], 2, None)
    # What a mark says is contradicted by what hardly is chance, and by nothing less.
    marked = Marks("0" * 64, codes={theirs.mark_code}, is_picture=True)
    against, weak, same = (
        told(lines, marked) for lines in (lines_of([mine], 40), lines_of([mine], 14), lines_of([theirs], 14))
    )
    assert [one.layout_contradicts for one in (against, weak, same)] == [True, False, False]
    assert [bool(one.by_layout) for one in (against, weak, same)] == [True, False, True]


def test_a_picture_is_looked_for_in_the_edition_of_its_mark_else_in_the_newest_ones(world: World) -> None:
    dossier, version = issued(world)
    _again, newer = issued(world, dossier)
    hand_out(world, world.reader, version, "ar")
    copy = world.session.exec(select(DossierCopy)).one()

    def bodies(marks: Marks, chosen: str = "") -> list[tuple[int, str]]:
        asked = measuring.bodies_for(
            world.session, world.issuer.as_actor(), case=world.case, marks=marks, chosen=chosen
        )
        return [(one.version_id, one.language) for one in asked]

    picture = Marks("0" * 64, is_picture=True)
    every = [(newer.key, "en"), (newer.key, "ar"), (version.key, "en"), (version.key, "ar")]
    assert sorted(bodies(picture)) == sorted(every[: measuring.MOST_BODIES])
    assert bodies(Marks("0" * 64, codes={copy.mark_code}, is_picture=True)) == [(version.key, "ar")]
    assert bodies(picture, f"{version.key}-en") == [(version.key, "en")]
    assert bodies(Marks("0" * 64)) == bodies(Marks("", codes={copy.mark_code})) == []


def test_what_tells_the_pages_of_an_edition_is_kept_encrypted_and_taken_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault_with_key(settings)
    edition = page_finding.Edition(1, "en", "ab" * 32, typeset_sample("en")[1])
    taken = page_finding.lines_of(settings, edition)
    monkeypatch.setattr(sandbox, "produce", None)
    assert page_finding.lines_of(settings, edition) == taken
    assert sum(map(len, taken)) > 100
    (kept,) = [path for path in settings.instance.glob("fragments/*/*") if path.is_file()]
    assert f"{taken[3][0]:x}".encode() not in kept.read_bytes()


def test_they_are_taken_before_anybody_asks(world: World, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    _dossier, version = issued(world)
    world.session.commit()
    measuring.take_lines_of_pages(engine, world.settings)
    monkeypatch.setattr(sandbox, "produce", None)
    digest = str(version.bodies["en"]["sha256"])
    assert len(page_finding.lines_of(world.settings, page_finding.Edition(1, "en", digest, b""))) == 1
