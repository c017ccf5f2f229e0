"""Physical items: registered without a file, kept somewhere, in a chain of their own."""

import pytest

from casework.errors import Invalid, Refused, Stale
from casework.evidence import custody, items
from casework.evidence.details import ExhibitDetails
from casework.evidence.items import ItemDetails
from casework.vocabulary import CustodyKind, EvidenceType


def register(desk, **kept):
    details = ExhibitDetails(title="A shoe", kind=EvidenceType.PHYSICAL_ITEM)
    usual = {"label_number": "B-1", "seal": "S-1", "storage_place": "Safe 2"}
    return items.register_item(
        desk.session, desk.investigator, desk.store, case=desk.case, details=details, kept=ItemDetails(**(usual | kept))
    )


def keep(desk, exhibit, version, **kept):
    return items.keep_item(
        desk.session, desk.investigator, case=desk.case, exhibit=exhibit, version=version, details=ItemDetails(**kept)
    )


def kinds(desk, exhibit):
    return [event.kind for event in custody.chain(desk.session, desk.investigator, exhibit=exhibit)]


def test_an_item_is_registered_with_its_place_and_seal_in_the_chain(desk):
    exhibit = register(desk)
    assert kinds(desk, exhibit) == [CustodyKind.REGISTERED, CustodyKind.STORED, CustodyKind.SEALED]


def test_a_new_place_is_a_new_event_that_names_the_old_one(desk):
    exhibit = register(desk)
    keep(desk, exhibit, 1, label_number="B-1", seal="", storage_place="Safe 3")
    chain = custody.chain(desk.session, desk.investigator, exhibit=exhibit)
    assert [event.kind for event in chain][3:] == [CustodyKind.STORED, CustodyKind.UNSEALED]
    assert (chain[3].given_by, chain[3].place, chain[4].seal) == ("Safe 2", "Safe 3", "S-1")


def test_no_two_items_of_a_case_have_the_same_label(desk):
    register(desk)
    with pytest.raises(Invalid) as problem:
        register(desk)
    assert list(problem.value.fields) == ["label_number"]
    register(desk, label_number="")
    register(desk, label_number="")


def test_of_two_people_who_save_the_second_is_told(desk):
    exhibit = register(desk)
    keep(desk, exhibit, 1, condition="dry")
    with pytest.raises(Stale):
        keep(desk, exhibit, 1, condition="wet")


def test_a_file_has_no_label_of_this_kind(desk):
    with pytest.raises(Refused):
        keep(desk, desk.exhibit(), 0, label_number="B-9")
