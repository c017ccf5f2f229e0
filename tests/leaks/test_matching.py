"""Names in text: across spellings and scripts, and without an alarm at every everyday word."""

import pytest

from casework.leaks.matching import Name, Wanted, replaced, spans, wanted
from casework.leaks.transliteration import key, sound_alike

ALIKE = [
    ("محمد", "muhammad"), ("محمد", "mohamed"), ("يوسف", "youssef"), ("يوسف", "yusuf"), ("حسين", "hussein"),
    ("حسين", "husayn"), ("خالد", "khaled"), ("قاسم", "qasim"), ("قاسم", "kassem"), ("زينب", "zeinab"),
    ("فاطمه", "fatima"), ("فاطمه", "fatimah"), ("نور", "nour"), ("سعيد", "saeed"), ("عمر", "umar"), ("جمال", "gamal"),
    ("جمال", "djamal"), ("رضوان", "radwan"), ("ليلي", "leila"), ("درويش", "darwich"), ("ثاير", "thaer"),
    ("ذكي", "zaki"), ("ظافر", "dhafir"), ("ابراهيم", "ibrahim"), ("صالح", "saleh"), ("مصطفي", "mostapha"),
    ("عايشه", "aisha"), ("ميخاييل", "mikhail"), ("غدفان", "ghadfan"),
]  # fmt: skip


@pytest.mark.parametrize(("arabic", "latin"), ALIKE)
def test_a_name_sounds_alike_in_both_scripts(arabic: str, latin: str) -> None:
    assert sound_alike(arabic, latin)
    assert sound_alike(latin, arabic)
    assert key(arabic) == key(latin) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("سمير", "same"), ("نور", "near"), ("علي", "all"), ("حسن", "hussein"), ("ليلي", "lamia")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_two_words_of_one_script_are_compared_by_letters_not_by_sound() -> None:
    assert not sound_alike("محمد", "محمد")
    assert not sound_alike("ahmad", "ahmed")


def owners(text: str, *names: str, typed: bool = True) -> list[str]:
    looked_for = wanted([Name(f"W-{n:04d}", name) for n, name in enumerate(names, 1)], typed=typed)
    return [owner for _start, _end, owner in spans(text, looked_for)]


@pytest.mark.parametrize(
    "text",
    [
        "Then Ghadfan al-Mirwandi opened the door.",
        "GHADFAN MIRWANDI",
        "al Mirwandi, Ghadfan",
        "قال غدفان المروندي ذلك",
        "وقال لغدفان مروندي",
    ],
)
def test_a_name_kept_in_arabic_alone_is_found_in_both_scripts(text: str) -> None:
    assert owners(text, "غدفان المروندي") == ["W-0001"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ghadfan Mirwandi", "رأيت غدفان المروندي هناك"),
        ("Ghadfan Mirwandi", "أعطيته لغدفان مروندي"),
        ("عبد الرحمن درويش", "Abdurrahman Darwish"),
        ("عبد الرحمن درويش", "Abd al-Rahman Darwish"),
        ("عبد الله قاسم", "Abdallah Kassem"),
        ("Abdullah Qasim", "عبدالله قاسم"),
        ("يوسف بن خالد الحسن", "Yusuf Khaled al-Hasan"),
        ("يوسف بن خالد الحسن", "Yusuf Hasan"),
        ("ليلى حسن", "then layla hasan said"),
        ("Omar Haddad", "رأيت عمر حداد هناك"),
        ("سها علي", "Then Suha Ali came"),
        ("آية حسن", "Aya Hasan"),
    ],
)
def test_a_name_is_found_across_scripts_however_its_parts_are_joined(name: str, text: str) -> None:
    assert owners(text, name) == ["W-0001"]


def test_a_name_of_few_consonants_needs_its_capitals() -> None:
    assert owners("She said so. Who is all alone?", "سها سعيد", "سها علي") == []
    assert owners("It was Suha Saeed.", "سها سعيد") == ["W-0001"]


def test_a_text_without_the_name_raises_no_alarm() -> None:
    text = "All his own neighbours said that the same near street was empty. قال علي حسن إن نور الصباح كان قريبا."
    assert owners(text, "علي درويش", "Samir Nour", "غدفان المروندي", "رويدة التشقوني") == []


@pytest.mark.parametrize(("name", "text"), [("نور", "في نور النهار"), ("أمل", "كان الأمل قليلا، أمل"), ("Ali", "Ali")])
def test_everyday_words_and_three_letters_are_looked_for_only_in_what_leaves(name: str, text: str) -> None:
    assert owners(text, name) == []
    assert set(owners(text, name, typed=False)) == {"W-0001"}


def test_a_word_of_a_longer_name_alone_is_no_hit() -> None:
    assert owners("Ghadfan came, and later Mirwandi village", "Ghadfan Saleh Mirwandi") == []


def test_numbers_are_found_whole_and_not_by_their_ends() -> None:
    assert owners("call +999 10-000 0003 now", "+999 10 000 0003") == ["W-0001"]
    assert owners("rooms 999 and 0003", "+999 10 000 0003") == []


def test_names_are_replaced_by_what_stands_for_them_and_other_owners_stay() -> None:
    names = [Name("W-0001", "غدفان المروندي"), Name("V-0002", "Layla Hasan")]
    text = "Ghadfan al-Mirwandi met Layla Hasan; غدفان المروندي left."
    looked_for = wanted(names)
    assert replaced(text, looked_for, {"W-0001": "W-0001"}) == "W-0001 met Layla Hasan; W-0001 left."
    assert replaced(text, looked_for, {"V-0002": "V-0002"}) == "Ghadfan al-Mirwandi met V-0002; غدفان المروندي left."


def test_nothing_to_look_for_is_false() -> None:
    assert not wanted([Name("W-0001", "x")])
    assert not Wanted()
    assert wanted([Name("W-0001", "Layla Hasan")])
