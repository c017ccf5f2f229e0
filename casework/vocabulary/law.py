"""Words for what has to be shown in law: factors of command, and which way the evidence leans."""

from casework.vocabulary.term import N_, Term


class CommandFactor(Term):
    """What has to be shown of a commander or superior (Rome Statute, Article 28), each by itself."""

    EFFECTIVE_CONTROL = "effective_control", N_("Effective command and control, or authority and control")
    KNEW = "knew", N_("Knew of the crimes")
    SHOULD_HAVE_KNOWN = "should_have_known", N_("Should have known; a civilian superior: consciously disregarded")
    FAILED_TO_PREVENT = "failed_to_prevent", N_("Failed to prevent")
    FAILED_TO_REPRESS = "failed_to_repress", N_("Failed to repress")
    FAILED_TO_SUBMIT = "failed_to_submit", N_("Failed to submit the matter for investigation and prosecution")


class Leaning(Term):
    """Which way the evidence leans on a point that has to be shown; never a finding."""

    FOR = "for", N_("The evidence speaks for it")
    AGAINST = "against", N_("The evidence speaks against it")
    NOT_KNOWN = "not_known", N_("Not known")
