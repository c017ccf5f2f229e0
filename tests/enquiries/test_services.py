"""Asked by a body, answered by two people, checked at every step, and nothing of it in clear."""

import pytest
from sqlalchemy import text as sql
from sqlmodel import select

from casework import audit
from casework.cases.compartments import restrict
from casework.config import Settings
from casework.db import read_as
from casework.enquiries import answering, asking
from casework.enquiries.models import InformationReply, InformationRequest
from casework.enquiries.states import ReplyKind, RequestState
from casework.errors import Forbidden, Invalid, NotFound, Refused, Unavailable
from casework.vault import Vault
from tests.dossiers.test_gist import statements
from tests.dossiers.test_issuing import issued
from tests.dossiers.test_unsearchable import held_by_custodians
from tests.enquiries.world import Asked


def test_a_question_is_numbered_in_its_dossier_sealed_and_logged_without_its_words(asked: Asked) -> None:
    first = asked.ask("Who is W-0002? Perhaps Layla Hasan?", "t-0001 ¶1, EX-0001")
    second = asked.ask()
    assert [first.reference, second.reference] == ["D-0001-R1", "D-0001-R2"]
    assert first.cited == ["T-0001 ¶1", "EX-0001"]
    assert first.mentions == ["EX-0001", "T-0001 ¶1", "W-0002"]
    rows = asked.world.session.execute(sql("SELECT * FROM information_request")).all()
    assert "Layla" not in repr(rows)
    (entry, _other) = reversed(audit.entries(asked.world.session, action="request.asked"))
    assert "Layla" not in repr(entry.facts)
    assert entry.facts["cited"] == first.cited


@pytest.mark.parametrize("about", ["W-0009", "T-0009", "W-4242", "EX-0009", "999"])
def test_what_the_dossier_does_not_print_is_answered_alike_whether_the_case_has_it_or_not(
    asked: Asked, about: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked.ask("What of this?", about)
    assert refused.value.fields == {"about": f"This version prints nothing of this name: {about}."}


def test_an_empty_question_and_another_bodys_dossier_are_refused(asked: Asked) -> None:
    with pytest.raises(Invalid):
        asked.ask("  ")
    with pytest.raises(Forbidden):
        asked.ask(by=asked.stranger)
    with pytest.raises(Forbidden):
        asking.find_own(asked.world.session, asked.stranger.as_actor(), asked.ask().key)
    mine = asking.requests_of_body(asked.world.session, asked.stranger.as_actor())
    assert asked.world.session.execute(mine).all() == []


def test_nothing_is_kept_in_clear_while_the_vault_is_sealed(asked: Asked, settings: Settings) -> None:
    settings.master_key_file.rename(settings.master_key_file.with_suffix(".away"))
    with pytest.raises(Unavailable):
        asking.ask(
            asked.world.session, asked.world.reader.as_actor(), vault=Vault(settings), version_id=asked.version.key,
            question="Where?", about="",
        )  # fmt: skip
    assert not asked.world.session.exec(select(InformationRequest)).all()


def test_one_writes_another_sends_and_only_then_the_body_reads(asked: Asked) -> None:
    request = asked.ask(about="W-0001")
    reply = asked.reply(request, "W-0001 said so in T-0001.")
    assert (request.state, request.state.for_body) == (RequestState.PROPOSED, RequestState.OPEN)
    assert asked.read(request) == []
    with pytest.raises(Refused, match="already"):
        asked.reply(request)
    with pytest.raises(Refused, match="somebody else"):
        asked.send(request, by=asked.world.author)
    asked.send(request)
    assert request.state is RequestState.ANSWERED
    assert [one.text for one in asked.read(request)] == ["W-0001 said so in T-0001."]
    (entry,) = audit.entries(asked.world.session, action="request.replied")
    assert entry.facts["mentions"] == ["T-0001", "W-0001"]
    assert audit.entries(asked.world.session, action="request.reply_read")[0].facts["replies"] == [reply.number]
    assert "said so" not in repr(asked.world.session.execute(sql("SELECT * FROM information_reply")).all())
    with pytest.raises(NotFound):
        asked.send(request)


def test_a_reply_that_is_returned_went_nowhere_and_another_can_be_written(asked: Asked) -> None:
    request = asked.ask()
    asked.reply(request)
    with pytest.raises(Invalid):
        answering.return_reply(asked.world.session, asked.world.issuer.as_actor(), request=request, reason=" ")
    answering.return_reply(asked.world.session, asked.world.issuer.as_actor(), request=request, reason="Say which.")
    assert (request.state, asked.read(request)) == (RequestState.OPEN, [])
    asked.reply(request, "We cannot say.", ReplyKind.DECLINED)
    asked.send(request)
    assert request.state is RequestState.DECLINED
    asked.reply(request)
    answering.return_reply(asked.world.session, asked.world.issuer.as_actor(), request=request, reason="No.")
    assert request.state is RequestState.DECLINED


def test_an_answer_names_only_what_the_body_has(asked: Asked) -> None:
    request = asked.ask()
    for text in ("See W-0009.", "See T-٠٠٠٩."):
        with pytest.raises(Invalid) as refused:
            asked.reply(request, text)
        assert "stands in no dossier" in str(refused.value.fields["text"])


def test_a_name_in_an_answer_refuses_at_the_last_moment_and_names_its_owner_by_code(asked: Asked) -> None:
    request = asked.ask()
    asked.reply(request, "Ask Layla Hasan herself.")
    with pytest.raises(Refused, match="W-0001") as refused:
        asked.send(request)
    assert "Layla" not in str(refused.value)
    assert asked.read(request) == []


def test_where_custodians_hold_names_somebody_vouches_for_the_text(asked: Asked) -> None:
    held_by_custodians(asked.world, asked.world.witness(60).identity_owner)
    request = asked.ask()
    asked.reply(request)
    with pytest.raises(Refused, match="Custodians"):
        asked.send(request)
    asked.send(request, names_checked=True)
    assert audit.entries(asked.world.session, action="request.replied")[0].facts["people_unsearchable"] == 1


@pytest.mark.parametrize(("about", "text"), [("W-0001", "Yes."), ("EX-0001", "Yes."), ("", "As T-0001 says."), ("T-0001 ¶1", "Yes.")])  # fmt: skip
def test_who_no_longer_consents_is_spoken_of_no_more(asked: Asked, about: str, text: str) -> None:
    request, other = asked.ask(about=about), asked.ask(about="W-0002")
    asked.reply(request, text)
    asked.world.withdraw(asked.witness)
    with pytest.raises(Refused, match="W-0001"):
        asked.send(request)
    answering.return_reply(asked.world.session, asked.world.issuer.as_actor(), request=request, reason="Consent.")
    with pytest.raises(Invalid):
        asked.reply(request, text)
    asked.reply(request, "Nothing can be said of it.", ReplyKind.DECLINED)
    asked.send(request)
    asked.reply(other, "Yes.")
    asked.send(other)
    assert [one.text for one in asked.read(request) + asked.read(other)] == ["Nothing can be said of it.", "Yes."]


def test_an_answer_that_was_sent_is_not_shown_after_consent_ended(asked: Asked) -> None:
    request = asked.ask(about="W-0001")
    asked.reply(request)
    asked.send(request)
    asked.world.withdraw(asked.witness)
    assert [one.text for one in asked.read(request)] == [None]


def test_a_supplementary_dossier_answers_once_it_is_issued(asked: Asked) -> None:
    request = asked.ask()
    with pytest.raises(Invalid) as refused:
        asked.reply(request, "", ReplyKind.DOSSIER, supplement="D-0099")
    assert set(refused.value.fields) == {"supplement"}
    more = asked.world.dossier(title="More")
    asked.reply(request, "", ReplyKind.DOSSIER, supplement=more.reference)
    with pytest.raises(Refused, match="not issued yet"):
        asked.send(request)
    _more, version = issued(asked.world, more)
    asked.send(request)
    (read,) = asked.read(request)
    assert read.supplement == version


def test_a_dossier_for_another_body_is_no_reply(asked: Asked) -> None:
    asked.world.recipient = asked.world.session.get_one(type(asked.world.recipient), asked.stranger.recipient_id)
    other = asked.world.dossier()
    with pytest.raises(Invalid):
        asked.reply(asked.ask(), "", ReplyKind.DOSSIER, supplement=other.reference)


def test_a_request_about_what_is_restricted_is_there_for_the_named_alone(asked: Asked) -> None:
    session, case = asked.world.session, asked.world.case
    request = asked.ask(about="W-0001")
    restrict(session, asked.world.builder, subject=asked.witness.subject, accounts=[], reason="An insider")
    session.flush()
    for account, sees in ((asked.world.author, True), (asked.world.issuer, False)):
        actor = account.as_actor()
        read_as(session, actor)
        listed = session.execute(answering.requests_of_case(session, actor, case)).scalars().all()
        assert (request in listed) is sees
        assert (request in answering.waiting(session, actor)) is sees
        if not sees:
            with pytest.raises(NotFound):
                answering.find_request(session, actor, case=case, reference=request.reference)


def test_requests_are_found_by_state_reference_and_what_they_are_about(asked: Asked) -> None:
    session, actor, case = asked.world.session, asked.world.builder, asked.world.case
    first, second = asked.ask(about="EX-0001, T-0001 ¶1"), asked.ask()
    asked.reply(second)

    def found(**by: object) -> list[InformationRequest]:
        return list(session.execute(answering.requests_of_case(session, actor, case, **by)).scalars())  # type: ignore[arg-type]

    assert found(state=RequestState.PROPOSED) == [second]
    assert found(words="ex-0001") == found(words="T-0001 ¶1") == [first]
    assert found(words="R2") == [second]
    assert found(words="EX-0002") == found(words="%") == []
    assert answering.waiting(session, actor) == [first]
    assert answering.waiting(session, asked.world.issuer.as_actor()) == [first, second]
    assert len(session.exec(select(InformationReply)).all()) == 1


def test_nothing_of_it_reads_the_frozen_text(asked: Asked) -> None:
    """Tens of megabytes in a large case; what is asked of it is kept beside it."""
    session = asked.world.session
    session.flush()
    session.expunge(asked.version)
    with statements(session.get_bind()) as made:  # type: ignore[arg-type]
        request = asked.ask(about="W-0001")
        asked.reply(request, "W-0001 said so in T-0001.")
        asked.send(request)
        assert len(asked.read(request)) == 1
    assert any("dossier_version.printed" in one for one in made)
    assert not [one for one in made if "dossier_version.snapshots" in one]
