"""No message is passed over on its way to the translators."""

from casework.i18n.catalogue import in_f_strings


def test_messages_inside_f_strings_are_found() -> None:
    source = """
said = f"{_('Post vacant')} ({ngettext('%(num)s day', '%(num)s days', 3)}): {other('not ours')} {_(word)}"
plain = _("found by the extractor itself")
"""
    assert list(in_f_strings(source)) == ["Post vacant", ("%(num)s day", "%(num)s days")]
