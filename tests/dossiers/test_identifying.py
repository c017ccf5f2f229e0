"""Whose copy a file is: sure by its bytes, said by its metadata or its pages, and honestly unknown."""

import io

import pikepdf
import pytest
from sqlmodel import Session

from casework import audit
from casework.config import Settings
from casework.dossiers import delivery, identifying
from casework.dossiers.identifying import How, Identified
from casework.errors import Forbidden
from casework.subjects import Role
from tests.dossiers.test_issuing import hand_out, issued, small_body
from tests.dossiers.world import World, make_world
from tests.factories import make_account, make_case


@pytest.fixture
def world(session: Session, settings: Settings) -> World:
    made = make_world(session, settings)
    made.allegation(1, [(made.testimony(1, made.witness(1)), "1")])
    return made


def ask(world: World, data: bytes) -> Identified:
    marks = identifying.marks_of(data)
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
    marks, boss = identifying.marks_of(data), make_account(world.session, Role.SUPERVISOR)
    elsewhere = make_case(world.session, [boss])
    answer = identifying.which_copy(world.session, boss.as_actor(), case=elsewhere, marks=marks)
    assert (answer.how, answer.copies) == (How.NOTHING, [])
    with pytest.raises(Forbidden):
        identifying.which_copy(world.session, boss.as_actor(), case=world.case, marks=marks)
