"""The page that says whose copy a file is, and the command beside it."""

import io
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.dossiers.test_encrypted_pages import world
from tests.dossiers.test_issuing import hand_out, issued
from tests.dossiers.world import World
from tests.factories import csrf_token, login

__all__ = ["world"]


def test_the_page_and_the_command_name_the_reader(
    client: FlaskClient, app: Flask, world: World, tmp_path: Path
) -> None:
    _dossier, version = issued(world)
    data = hand_out(world, world.reader, version).data
    world.session.commit()
    login(client, world.issuer)
    page = f"/cases/{world.case.reference}/dossiers/which-copy"
    assert page in client.get(f"/cases/{world.case.reference}/dossiers").text

    def sent(content: bytes) -> str:
        form = {"csrf_token": csrf_token(client.get(page).text), "file": (io.BytesIO(content), "found.pdf")}
        return client.post(page, data=form, content_type="multipart/form-data").text

    blank = io.BytesIO()
    Image.new("L", (300, 300), 255).save(blank, "PNG")
    whole, altered, other, unread = (sent(one) for one in (data, data + b"%", blank.getvalue(), b"%PDF-1.7"))
    assert "byte for byte, the copy below" in whole
    assert world.reader.name in whole
    assert "Probable, not proved" in altered
    assert "every trace of its number is gone" in other
    assert "It could not be read" in unread
    (tmp_path / "found.pdf").write_bytes(data)
    (tmp_path / "altered.pdf").write_bytes(data + b"%")
    runner = app.test_cli_runner()
    ends = [
        runner.invoke(args=["dossier", "which-copy", world.case.reference, str(tmp_path / name)])
        for name in ("found.pdf", "altered.pdf")
    ]
    assert [one.exit_code for one in ends] == [0, 1]
    assert all("D-0001 v1 (en), copy 1" in one.output for one in ends)
