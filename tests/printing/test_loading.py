"""Who loads WeasyPrint, and how: it takes a second, and most processes never print."""

import subprocess
import sys

import pytest

from casework.config import ROOT

HEAVY = "{'weasyprint', 'pyhanko', 'openpyxl', 'boto3'}"
SERVER = f"import sys, casework.app, casework.cli; print(sorted({HEAVY} & set(sys.modules)))"
CHILD = """
import os
from casework.printing.loading import load_quickly
load_quickly()
from casework.printing.rendering import render_html
made = render_html("<html lang=en><title>t</title><p>text</p></html>", {})
print(made[:4], os.times().children_user + os.times().children_system)
"""


def _said(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_server_begins_without_what_few_of_its_pages_need() -> None:
    assert _said(SERVER) == "[]"


@pytest.mark.skipif(sys.platform != "linux", reason="this machine does not allow it: libraries have other names there")
def test_a_child_that_typesets_starts_no_compiler_to_find_its_libraries() -> None:
    assert _said(CHILD) == "b'%PDF' 0.0"
