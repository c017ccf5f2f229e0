"""Typeset in a process of its own: pages of the server stay quick, and memory is given back."""

import base64
import json
import os
import subprocess
import sys

from casework.config import ROOT
from casework.errors import Unavailable
from casework.i18n import _
from casework.printing.rendering import Resources, render_html

LONGEST_SECONDS = 120


def typeset(html: str, resources: Resources) -> bytes:
    """One PDF by a fresh process, which knows no database, no key, no setting. Raises Unavailable when it fails."""
    packed = {name: [kind, base64.b64encode(data).decode()] for name, (kind, data) in resources.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "casework.printing.apart"],
            input=json.dumps({"html": html, "resources": packed}).encode(), capture_output=True,
            timeout=LONGEST_SECONDS, cwd=ROOT, env={**kept, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(_("The pages could not be typeset.")) from problem
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise Unavailable(_("The pages could not be typeset."))
    return done.stdout


def main() -> None:
    """The child: read, typeset, answer."""
    request = json.load(sys.stdin)
    resources = {name: (kind, base64.b64decode(data)) for name, (kind, data) in request["resources"].items()}
    sys.stdout.buffer.write(render_html(request["html"], resources))


if __name__ == "__main__":
    main()
