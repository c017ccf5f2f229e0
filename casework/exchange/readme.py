"""The page in a bag that tells a person what it is and how it is checked, in the language of its reader."""

from casework.exchange.bundling import Bundle
from casework.i18n import _, ngettext, use_locale

PATH = "metadata/README.txt"


def text(name: str, language: str, exhibits: int, left_out: int, bundle: Bundle | None = None) -> str:
    """Plain text, in one language."""
    with use_locale(language):
        parts = [
            _("%(name)s: exhibits of one case, with their chain of custody.", name=name),
            ngettext("%(num)s exhibit is in it.", "%(num)s exhibits are in it.", exhibits)
            + " "
            + ngettext("%(num)s was left out.", "%(num)s were left out.", left_out),
            _("This folder is a bag (BagIt 1.0, RFC 8493). Any program for bags checks it, for example: bagit.py --validate FOLDER"),
            _("Nothing was changed when every line holds of: sha256sum -c manifest-sha256.txt, and of: sha256sum -c tagmanifest-sha256.txt"),
            "\n".join([
                "data/  " + _("The files, under the numbers of the exhibits."),
                "metadata/exhibits/  " + _("What is said about each exhibit, its hash, its custody, and the consent on which it rests."),
                "metadata/premis.xml  " + _("The same as PREMIS 3.0, for archives."),
                "metadata/left-out.json  " + _("What is not here, and why."),
                " " * 24 + _("R1 identity, R2 location, R3 third party, R4 source or method, R5 ongoing risk."),
                "casework/log.json  " + _("Entries of the log about these exhibits, with proofs that they stand in it."),
            ]),
            _("Keep to the conditions in the sheets: witnesses set them. Pass nothing on to another body: nobody asked the witnesses about it."),
            _("Everybody named or shown here is alleged to have done what is described. Only a court decides."),
        ]  # fmt: skip
        if bundle is not None:
            text = _("They are the exhibits of the dossier %(dossier)s. metadata/dossier.json sets each beside the hash in its "
                     "annex D, and says which one is a redacted copy and which is not here any more, and why.",
                     dossier=bundle.title)  # fmt: skip
            parts.insert(1, text)
    return "\n\n".join(parts) + "\n"
