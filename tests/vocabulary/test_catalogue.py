"""No message is passed over on its way to the translators."""

import re

import pytest

from casework.i18n import format_list, use_locale
from casework.i18n.catalogue import in_f_strings


def test_messages_inside_f_strings_are_found() -> None:
    source = """
said = f"{_('Post vacant')} ({ngettext('%(num)s day', '%(num)s days', 3)}): {other('not ours')} {_(word)}"
plain = _("found by the extractor itself")
"""
    assert list(in_f_strings(source)) == ["Post vacant", ("%(num)s day", "%(num)s days")]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("words", [[], ["1"], ["1", "2"], ["1", "2", "3"], ["1", "2", "3", "4"]])
def test_a_list_says_each_word_once(language: str, words: list[str]) -> None:
    with use_locale(language):
        said = format_list(words)
    assert re.findall(r"\d", said) == words
