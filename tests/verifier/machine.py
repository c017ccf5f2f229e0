"""A machine that has nothing but Python and `cryptography`, as a committee's may be."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import cryptography

from casework import verifier

PACKAGES = Path(cryptography.__file__).parent.parent
NEEDED = ("cryptography", "cffi", "_cffi_backend", "pycparser")


def bare_machine(folder: Path) -> Path:
    """A folder with the verifier, `cryptography`, what that needs, and nothing else."""
    for found in PACKAGES.iterdir():
        if found.name.split(".")[0] in NEEDED:
            (folder / found.name).symlink_to(found)
    shutil.copy(verifier.FILE, folder / "verify.py")
    return folder


def alone(bare: Path, *arguments: object) -> tuple[int, dict[str, Any]]:
    """Run it without site-packages, without the environment and without this folder on the path."""
    start = f"import sys, runpy; sys.path.append({str(bare)!r}); runpy.run_path({str(bare / 'verify.py')!r}, run_name='__main__')"
    command = [sys.executable, "-S", "-E", "-I", "-c", start, *map(str, arguments), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)
