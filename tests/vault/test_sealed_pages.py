"""Without the right master key the application starts, works, and says on every page about identities that they are locked."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from casework.access import Permission, may_ever
from casework.accounts.models import Account
from casework.config import Settings
from casework.subjects import Role
from casework.vault import master
from casework.web.endpoints import declared_permission
from tests.app.test_matrix import _address
from tests.factories import csrf_token, login
from tests.world import CASE, World, copied_app

SAYS = {"en": "Identities are locked", "ar": "الهويات مقفلة"}
ABOUT_IDENTITIES = (
    "/",
    f"/cases/{CASE}/witnesses/W-0001",
    f"/cases/{CASE}/witnesses/W-0001/identity",
    f"/cases/{CASE}/witnesses/W-0001/identity/edit",
    f"/cases/{CASE}/victims/V-0001",
    f"/cases/{CASE}/victims/V-0001/edit",
    f"/cases/{CASE}/victims/V-0001/identity",
    f"/cases/{CASE}/victims/new",
    "/individuals/P-0001",
    "/individuals/P-0001/edit",
    "/individuals/P-0001/identity",
    "/individuals/new",
    f"/cases/{CASE}/dossiers/D-0001",
)
# A dossier's seal is made from the master key: what cannot be sealed is not handed out. Files are encrypted under it.
NEEDS_THE_KEY = {
    "dossiers.draft", "dossiers.send_out", "evidence.preview", "evidence.original", "evidence.large", "redactions.picture",
    "bags.download", "records.download", "heads.head_file", "volumes.send_out",
    "composer.part", "composer.pages", "composer.pair", "composer.page_picture",  # names, and stored bodies
    "received.revoked", "analysis.export_file",  # a list is signed, names are looked for
}  # fmt: skip
FILES_SAY = {"en": "Files are locked", "ar": "الملفات مقفلة"}


def lose(settings: Settings) -> None:
    settings.master_key_file.unlink()


def replace_by_another(settings: Settings) -> None:
    settings.master_key_file.unlink()
    master.create(settings.master_key_file)


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[lose, replace_by_another])
def sealed(
    request: pytest.FixtureRequest, furnished: tuple[Path, dict[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demonstration, started without its master key, and a supervisor of the case."""
    spoil: Callable[[Settings], None] = request.param
    folder = tmp_path_factory.mktemp("sealed")
    world = World(copied_app(furnished[0], folder))
    settings = world.app.extensions["casework_settings"]
    spoil(settings)
    with world.session() as session:
        supervisor = session.get_one(Account, furnished[1]["supervisor-member"])
    world.clients["supervisor"] = world.app.test_client()
    assert login(world.clients["supervisor"], supervisor).status_code == 302
    yield world
    world.app.extensions["casework_engine"].dispose()


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize("address", ABOUT_IDENTITIES)
def test_a_page_about_identities_says_that_they_are_locked(sealed: World, address: str, language: str) -> None:
    client: FlaskClient = sealed.clients["supervisor"]
    client.set_cookie("casework_language", language)
    answer = client.get(address)
    assert answer.status_code == 200
    assert SAYS[language] in answer.text


def test_every_page_opens_without_the_master_key(sealed: World) -> None:
    views, failed, opened = sealed.app.view_functions, {}, 0
    for rule in sealed.app.url_map.iter_rules():
        permission = declared_permission(views[rule.endpoint])
        if permission is None or "GET" not in (rule.methods or set()) or rule.endpoint in NEEDS_THE_KEY:
            continue
        if not may_ever(Role.SUPERVISOR, Permission(permission)):
            continue
        status = sealed.clients["supervisor"].get(_address(sealed, rule)).status_code
        failed |= {} if status in (200, 302) else {rule.endpoint: status}
        opened += 1
    assert opened > 50
    assert failed == {}


@pytest.mark.parametrize("language", FILES_SAY)
@pytest.mark.parametrize("address", ["original", "preview"])
def test_a_file_says_that_it_is_locked(sealed: World, address: str, language: str) -> None:
    client: FlaskClient = sealed.clients["supervisor"]
    client.set_cookie("casework_language", language)
    answer = client.get(f"/cases/{CASE}/evidence/EX-0001/{address}")
    assert answer.status_code == 503
    assert FILES_SAY[language] in answer.text


def test_a_file_is_refused_before_its_first_byte(sealed: World) -> None:
    client: FlaskClient = sealed.clients["supervisor"]
    client.set_cookie("casework_language", "en")
    url = f"/cases/{CASE}/evidence/new"
    data = {"csrf_token": csrf_token(client.get(url).text), "title": "Kept as typed", "file": (io.BytesIO(b"x"), "a")}
    answer = client.post(url, data=data, content_type="multipart/form-data")
    assert answer.status_code == 503
    assert FILES_SAY["en"] in answer.text
    assert "Kept as typed" in answer.text
    assert list((sealed.app.extensions["casework_settings"].storage_dir / "incoming").iterdir()) == []
