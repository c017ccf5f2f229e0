"""What an inspection found, in the reader's words. The codes are stored; the words are chosen when they are shown."""

from typing import Any

from casework.evidence.filenames import Neutralised
from casework.evidence.intake import AGREED
from casework.evidence.models import Exhibit
from casework.i18n import _, _l, format_number, ngettext
from casework.sandbox import Notice, Problem
from casework.vocabulary import SealState

PROBLEMS = {
    Problem.UNREADABLE: _l("The file could not be read. The original is stored as it came."),
    Problem.DAMAGED: _l("The file is damaged or cut off: only a part could be read."),
    Problem.ENCRYPTED: _l("The file is locked with a password: nothing in it could be read."),
    Problem.TOO_MANY_PIXELS: _l("The picture claims more pixels than any camera makes; it was not opened."),
    Problem.TIMEOUT: _l("Reading the file took too long and was ended."),
    Problem.LIMITS: _l("Reading the file needed more memory or time than is allowed, and was ended."),
    Problem.NOT_STARTED: _l("The confined reader could not be started; nothing was read from the file."),
}
NOTICES = {
    Notice.EXTENSION_DIFFERS: _l("The name of the file promises another kind of file than its content is."),
    Notice.ACTIVE_CONTENT: _l(
        "The file contains scripts. It is never opened here; open it only on a machine without network."
    ),
    Notice.PLAYLIST: _l(
        "This is a list that points to other files or addresses, not a recording. Nothing was fetched."
    ),
    Notice.PROGRAM: _l("This is a program. Do not start it."),
    Notice.SECOND_FORMAT: _l("Something of another format is hidden in this file."),
    Notice.UNPACKS_HUGE: _l("Unpacked, this archive would be enormous. Nothing was unpacked."),
    Notice.PATHS_IN_ARCHIVE: _l("This archive would write outside its folder when unpacked. Nothing was unpacked."),
    Notice.NOT_UNICODE: _l("The text is not in Unicode; which encoding it is cannot be known for certain."),
}
NAME_CHANGES = {
    Neutralised.PATH: _l("A folder was taken off the name."),
    Neutralised.DIRECTION: _l(
        "Characters that turn the direction of writing were taken out of the name: they can hide what a file is."
    ),
    Neutralised.INVISIBLE: _l("Invisible characters were taken out of the name."),
    Neutralised.LENGTH: _l("The name was shortened."),
    Neutralised.NO_NAME: _l("The file had no usable name."),
}
EMBEDDED = {
    "captured_at": _l("Made on (camera's own clock)"),
    "latitude": _l("Latitude"),
    "longitude": _l("Longitude"),
    "altitude": _l("Altitude in metres"),
    "gps_error_m": _l("Precision of the position in metres"),
    "direction": _l("Direction of view in degrees"),
    "direction_north": _l("North of that direction"),
    "gps_at": _l("Time of the satellites (UTC)"),
    "gps_speed": _l("Speed of the device"),
    "digitised_at": _l("Digitised on"),
    "date_created": _l("Date in the file"),
    "stream_created_at": _l("Stream made on"),
    "published_at": _l("Published on"),
    "received_at": _l("Received on"),
    "width": _l("Width in pixels"),
    "height": _l("Height in pixels"),
    "duration_seconds": _l("Duration in seconds"),
    "camera_make": _l("Maker of the camera"),
    "camera_model": _l("Model of the camera"),
    "lens": _l("Lens"),
    "serial_number": _l("Serial number of the camera"),
    "camera_owner": _l("Owner written into the camera"),
    "host_computer": _l("Computer"),
    "exposure": _l("Exposure"),
    "maker_note_bytes": _l("Maker's own notes, in bytes (not read here)"),
    "software": _l("Software"),
    "software_version": _l("Version of the software"),
    "writing_program": _l("Written by"),
    "stream_encoder": _l("Encoded by"),
    "handler": _l("Name of the stream"),
    "vendor": _l("Vendor code"),
    "container_brand": _l("Kind of container"),
    "history": _l("History of editing"),
    "history_steps": _l("Steps of editing"),
    "metadata_at": _l("Its description changed on"),
    "xmp_modified_at": _l("Changed (in its description)"),
    "document_id": _l("Identifier of the document"),
    "original_document_id": _l("Identifier of what it was made from"),
    "image_id": _l("Identifier of the picture"),
    "digital_source_type": _l("Digital source type"),
    "generator_orders": _l("Orders to a picture generator"),
    "content_credentials": _l("Content Credentials (not verified here)"),
    "jpeg_quality": _l("JPEG quality, as saved by a common program"),
    "jpeg_tables": _l("Fingerprint of the JPEG tables"),
    "colour_profile": _l("Colour profile"),
    "thumbnail_bytes": _l("Thumbnail in the file, in bytes"),
    "artist": _l("Author in the file"),
    "first_artist": _l("First author in the file"),
    "modified_by": _l("Last changed by"),
    "company": _l("Company in the file"),
    "credit": _l("Credit in the file"),
    "sender": _l("Sender"),
    "recipients": _l("Recipients"),
    "subject": _l("Subject"),
    "message_id": _l("Identifier of the message"),
    "return_path": _l("Return path"),
    "sent_from": _l("Sent from address"),
    "stations": _l("Servers on the way"),
    "attachments": _l("Attachments"),
    "saved_from": _l("Saved from"),
    "canonical": _l("Address that the page gives itself"),
    "city": _l("City in the file"),
    "country": _l("Country in the file"),
    "comment": _l("Comment in the file"),
    "keywords": _l("Keywords in the file"),
    "album": _l("Album"),
    "language": _l("Language of the stream"),
    "copyright": _l("Copyright in the file"),
    "title": _l("Title in the file"),
    "description": _l("Description in the file"),
    "orientation": _l("Orientation code"),
    "rotation": _l("Turned by degrees"),
    "frames": _l("Pictures in the file"),
    "streams": _l("Streams"),
    "bit_rate": _l("Bits per second"),
    "android_version": _l("Android version"),
    "video_codec": _l("Video codec"),
    "audio_codec": _l("Audio codec"),
    "frames_per_second": _l("Frames per second"),
    "sample_rate": _l("Samples per second"),
    "channels": _l("Channels"),
    "pages": _l("Pages"),
    "page_size": _l("Size of the page"),
    "pdf_version": _l("Version of PDF"),
    "revisions": _l("Times saved"),
    "signatures": _l("Signatures in it (not verified here)"),
    "words": _l("Words"),
    "template": _l("Template"),
    "editing_minutes": _l("Minutes of editing"),
    "editing_time": _l("Time of editing"),
    "printed_at": _l("Printed on"),
    "creator_program": _l("Made with"),
    "created_at": _l("Created (in the file)"),
    "modified_at": _l("Changed (in the file)"),
    "encoding": _l("Encoding"),
    "lines": _l("Lines"),
    "size_read": _l("Bytes looked at"),
    "entries": _l("Files in the archive"),
    "unpacked_size": _l("Size when unpacked, in bytes"),
}
OUTCOMES = {
    "missing": _l("file missing"),
    "altered": _l("file altered"),
    "custody_form": _l("custody form printed"),
    AGREED: _l("SHA-256: the sender's browser and the server agree"),
    **{state.value: _l(state.msgid) for state in SealState},
}


def embedded(exhibit: Exhibit) -> list[tuple[str, Any]]:
    """What the file says about itself, in a fixed order, with labels."""
    found = exhibit.embedded
    return [(str(text), found[name]) for name, text in EMBEDDED.items() if name in found]


def warnings(exhibit: Exhibit) -> list[str]:
    """What a careful reader should know about the file."""
    about = exhibit.file_metadata
    texts = [PROBLEMS[Problem(about["problem"])]] if about.get("problem") else []
    texts += [NOTICES[Notice(code)] for code in about.get("notices", [])]
    texts += [NAME_CHANGES[Neutralised(code)] for code in about.get("name_changes", [])]
    return [str(text) for text in texts]


def hashed_by(exhibit: Exhibit) -> str:
    """Who took the hash when the file came in."""
    if exhibit.file_metadata.get("hash_agreed"):
        return _("the sender's browser and the server, which agree")
    return _("the server alone")


def size(count: int | None) -> str:
    """A number of bytes as people read it, with the exact figure."""
    if count is None:
        return ""
    exact = ngettext("%(size)s byte", "%(size)s bytes", count, size=format_number(count))
    for unit, one in ((_("GB"), 10**9), (_("MB"), 10**6), (_("kB"), 10**3)):
        if count >= one:
            return f"{format_number(round(count / one, 1))} {unit} ({exact})"
    return exact
