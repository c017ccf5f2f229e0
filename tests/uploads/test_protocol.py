"""tus 1.0.0, header by header."""

import base64
import hashlib
from datetime import timedelta
from email.utils import parsedate_to_datetime

from casework.db import now, write_session
from casework.uploads.protocol import MOST_CHECKED, MOST_METADATA, STREAM
from tests.uploads.conftest import encoded

MISSING = "x" * 43
CONTENT = b"what was seen at the bridge\n" * 40


def checksum(algorithm: str, content: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def test_options_say_what_the_server_can_do(sender):
    answer = sender.ask("OPTIONS", headers={"Tus-Resumable": ""})
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration,checksum"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer.headers["Tus-Max-Size"]) == 8 * 1024**3


def test_a_file_arrives_in_pieces_and_each_answer_says_how_far(sender):
    url = sender.begun(len(CONTENT))
    first = sender.patch(url, CONTENT[:100], 0)
    assert (first.status_code, first.headers["Upload-Offset"], first.headers["Tus-Resumable"]) == (204, "100", "1.0.0")
    asked = sender.ask("HEAD", url)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("100", str(len(CONTENT)))
    assert asked.headers["Cache-Control"] == "no-store"
    assert asked.headers["Upload-Metadata"] == encoded(filename="street.txt")
    assert sender.patch(url, CONTENT[100:], 100).headers["Upload-Offset"] == str(len(CONTENT))
    assert sender.finish(url).json["sha256"] == hashlib.sha256(CONTENT).hexdigest()


def test_another_version_is_refused_with_ours(sender):
    for method in ("POST", "HEAD", "PATCH", "DELETE"):
        url = sender.url if method == "POST" else f"{sender.url}/{MISSING}"
        for version in ("", "0.2.2"):
            answer = sender.ask(method, url, {"Tus-Resumable": version})
            assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


CANNOT_BEGIN = [
    ({"Upload-Length": ""}, 400),
    ({"Upload-Length": "-1"}, 400),
    ({"Upload-Length": "ten"}, 400),
    ({"Upload-Length": "0"}, 422),
    ({"Upload-Length": str(8 * 1024**3 + 1)}, 413),
    ({"Upload-Length": "", "Upload-Defer-Length": "1"}, 400),
    ({"Upload-Metadata": "filename not*base64"}, 400),
    ({"Upload-Metadata": "filename YQ==,filename Yg=="}, 400),
    ({"Upload-Metadata": "filename " + "A" * MOST_METADATA}, 413),
    ({"Upload-Metadata": encoded(head="no hash")}, 400),
]


def test_what_cannot_be_begun_is_refused_before_the_first_byte(sender, uploads, incoming):
    for headers, status in CANNOT_BEGIN:
        answer = sender.ask("POST", headers={"Upload-Length": "10"} | headers)
        assert (answer.status_code, answer.headers["Tus-Resumable"]) == (status, "1.0.0"), headers
    assert (uploads(), incoming()) == ([], [])


def test_a_piece_at_another_offset_is_refused_and_told_where_it_stands(sender):
    url = sender.begun(len(CONTENT))
    sender.patch(url, CONTENT[:100], 0)
    for offset in (0, 99, 101):
        answer = sender.patch(url, CONTENT[100:200], offset)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "100")
    assert sender.offset(url) == 100


WRONG_PIECES = [
    ({"Upload-Offset": ""}, 400),
    ({"Upload-Offset": "x"}, 400),
    ({"Content-Type": "application/octet-stream"}, 415),
    ({"Transfer-Encoding": "chunked"}, 411),
    ({"Upload-Checksum": "md5 YQ=="}, 400),
    ({"Upload-Checksum": "sha256 ?"}, 400),
]


def test_a_piece_with_wrong_headers_is_refused(sender):
    url = sender.begun(10)
    for wrong, status in WRONG_PIECES:
        headers = {"Upload-Offset": "0", "Content-Type": STREAM} | wrong
        assert sender.ask("PATCH", url, headers, data=b"0123").status_code == status, wrong
    assert sender.offset(url) == 0


def test_more_than_the_rest_is_refused_whole(sender):
    url = sender.begun(10)
    assert sender.patch(url, b"0123456789x", 0).status_code == 413
    assert sender.offset(url) == 0
    sender.patch(url, b"01234", 0)
    assert sender.patch(url, b"567890", 5).status_code == 413
    assert sender.offset(url) == 5


def test_an_empty_piece_changes_nothing(sender):
    url = sender.begun(10)
    assert sender.patch(url, b"", 0).headers["Upload-Offset"] == "0"
    sender.patch(url, b"0123456789", 0)
    assert sender.patch(url, b"", 10).headers["Upload-Offset"] == "10"


def test_a_connection_that_is_cut_keeps_what_arrived(sender):
    url = sender.begun(len(CONTENT))
    assert sender.cut(url, CONTENT[:300], 0, len(CONTENT)).status_code == 400
    assert sender.offset(url) == 300
    sender.patch(url, CONTENT[300:], 300)
    assert sender.finish(url, hashlib.sha256(CONTENT).hexdigest()).json["agreed"] is True


def test_a_piece_that_was_damaged_on_its_way_does_not_count(sender):
    for algorithm in ("sha1", "sha256"):
        url = sender.begun(len(CONTENT))
        right = checksum(algorithm, CONTENT[:100])
        assert sender.patch(url, b"x" + CONTENT[1:100], 0, Upload_Checksum=right).status_code == 460
        assert sender.offset(url) == 0
        assert sender.patch(url, CONTENT[:100], 0, Upload_Checksum=right).headers["Upload-Offset"] == "100"


def test_a_piece_with_a_checksum_that_is_cut_or_too_large_does_not_count(sender):
    url = sender.begun(MOST_CHECKED + 10)
    answer = sender.ask(
        "PATCH", url, {"Upload-Offset": "0", "Upload-Checksum": checksum("sha1", b"0123")},
        content_type="application/offset+octet-stream", data=b"01", environ_overrides={"CONTENT_LENGTH": "4"},
    )  # fmt: skip
    assert (answer.status_code, sender.offset(url)) == (400, 0)
    assert sender.patch(url, bytes(MOST_CHECKED + 1), 0, Upload_Checksum="sha1 YQ==").status_code == 413


def test_an_upload_says_until_when_it_waits_and_a_piece_prolongs_it(sender, db, uploads):
    url = sender.begun(10)
    with write_session(db.get_bind().engine) as session:
        row = session.get(type(uploads()[0]), uploads()[0].id)
        row.expires_at = now() + timedelta(hours=1)
        session.add(row)
        session.commit()
    said = parsedate_to_datetime(sender.patch(url, b"01", 0).headers["Upload-Expires"])
    assert timedelta(days=6, hours=23) < said - now() < timedelta(days=7, minutes=1)


def test_a_terminated_upload_is_gone_with_its_bytes(sender, uploads, incoming):
    url = sender.begun(10)
    sender.patch(url, b"0123", 0)
    assert sender.ask("DELETE", url).status_code == 204
    assert (uploads(), incoming()) == ([], [])
    assert sender.ask("HEAD", url).status_code == 404
    assert sender.patch(url, b"4567", 4).status_code == 404


def test_a_post_may_name_its_method_for_networks_that_know_no_patch(sender):
    url = sender.begun(4)
    answer = sender.ask(
        "POST", url, {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}, data=b"0123",
        content_type="application/offset+octet-stream",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "4")
    assert sender.ask("POST", url).status_code == 405
    assert sender.ask("POST", url, {"X-HTTP-Method-Override": "DELETE"}).status_code == 204
