"""Typeset in a process of its own: pages of the server stay quick, and memory is given back."""

import json
import subprocess
import sys

from casework.config import ROOT
from casework.errors import Unavailable
from casework.i18n import _
from casework.printing.loading import load_quickly
from casework.printing.pieces import Resources, packed, surroundings, unpacked

LONGEST_SECONDS = 120


def typeset(html: str, resources: Resources) -> bytes:
    """One PDF by a fresh process, which knows no database, no key, no setting. Raises Unavailable when it fails."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "casework.printing.apart"],
            input=json.dumps({"html": html, "resources": packed(resources)}).encode(), capture_output=True,
            timeout=LONGEST_SECONDS, cwd=ROOT, env=surroundings(),
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(_("The pages could not be typeset.")) from problem
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Unavailable(_("The pages could not be typeset."))
    return done.stdout


def main() -> None:
    """The child: read, typeset, answer."""
    load_quickly()
    from casework.printing.rendering import render_html  # WeasyPrint is the child's alone: it takes a second to load

    request = json.load(sys.stdin)
    sys.stdout.buffer.write(render_html(request["html"], unpacked(request["resources"])))


if __name__ == "__main__":
    main()
