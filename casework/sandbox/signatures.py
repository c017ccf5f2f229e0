"""Which kind of file this is, by its content; names and browsers are not believed."""

import re

import puremagic

UNKNOWN = "application/octet-stream"

_PREFIXES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"%PDF-", "application/pdf"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"caff", "audio/x-caf"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-elf"),
    (b"#!", "text/x-script"),
    (b"WARC/1.", "application/warc"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)

_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
    b"3g2a": "video/3gpp",
}

_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}

_ACTIVE = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+(html|svg)|html|svg|script|body|head)", re.I | re.S
)
_PLAYLIST = re.compile(rb"\s*(#EXTM3U|\[playlist\]|ffconcat version|<\?xml[^>]*>\s*<(playlist|MPD|asx))", re.I)

_MESSAGE = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.S)
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

ZIPPED = frozenset({"application/zip", "application/epub+zip", *_OFFICE.values()}) | {
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
}
PROGRAMS = frozenset({"application/vnd.microsoft.portable-executable", "application/x-elf", "text/x-script"})
ACTIVE_TEXT = frozenset({"text/html", "image/svg+xml"})
PLAYLIST = "audio/x-mpegurl"

_EXTENSIONS: dict[str, str] = {
    "image/jpeg": "jpg jpeg jpe jfif mpo",
    "image/png": "png",
    "image/gif": "gif",
    "image/tiff": "tif tiff dng nef cr2 arw",
    "image/bmp": "bmp dib",
    "image/jp2": "jp2 j2k",
    "image/webp": "webp",
    "image/heic": "heic heif",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/mp4": "m4a m4b mp4",
    "audio/ogg": "ogg oga opus",
    "video/ogg": "ogv ogg",
    "video/mp4": "mp4 m4v mov",
    "video/quicktime": "mov qt mp4",
    "video/3gpp": "3gp 3gpp mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv mka",
    "video/x-msvideo": "avi",
    "video/mpeg": "mpg mpeg vob",
    "video/mp2t": "ts mts m2ts",
    "text/html": "html htm",
    "text/plain": "txt text csv md log json xml srt vtt",
    "application/zip": "zip",
    "application/x-7z-compressed": "7z",
    "application/vnd.rar": "rar",
    "application/gzip": "gz tgz warc",
    "application/warc": "warc",
    "message/rfc822": "eml txt mht mhtml",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/x-ole-storage": "doc xls ppt msg",
    "audio/x-mpegurl": "m3u m3u8 pls",
    "application/vnd.microsoft.portable-executable": "exe dll scr com",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}
_KNOWN = {extension for names in _EXTENSIONS.values() for extension in names.split()}


def media_type(head: bytes) -> str:
    """The media type of a file that begins with `head` (some kilobytes); UNKNOWN when nothing fits."""
    return _by_structure(head) or _by_prefix(head) or _by_text(head) or _by_catalogue(head)


def extension_differs(filename: str, seen: str) -> bool:
    """Whether the name promises a kind of file that the content is not (no extension promises nothing)."""
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension not in _KNOWN:
        return False
    return extension not in _EXTENSIONS.get(seen, "").split()


def hides_a_second_format(head: bytes, tail: bytes, seen: str) -> bool:
    """Whether the file also opens as something else: a PDF header further down, or a ZIP archive at its end."""
    if seen != "application/pdf" and b"%PDF-" in head[:1024]:
        return True
    if seen not in ZIPPED and b"PK\x05\x06" in tail:
        return True
    return (
        seen.startswith(("image/", "audio/", "video/"))
        and seen != "image/svg+xml"
        and b"<script" in head[:4096].lower()
    )


def _by_structure(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide"):
        return "video/quicktime"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] == b"OggS":
        return "video/ogg" if b"theora" in head[:256] else "audio/ogg"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zipped(head)
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "video/mp2t"
    return None


def _zipped(head: bytes) -> str:
    if head[30:38] == b"mimetype":
        named = head[38:120].split(b"PK")[0].decode("ascii", "replace")
        return named if named in ZIPPED else "application/zip"
    if b"[Content_Types].xml" in head[:4096] or b"_rels/" in head[:4096]:
        return next((kind for folder, kind in _OFFICE.items() if folder in head), "application/zip")
    return "application/zip"


def _by_prefix(head: bytes) -> str | None:
    return next((kind for prefix, kind in _PREFIXES if head.startswith(prefix)), None)


def _by_text(head: bytes) -> str | None:
    start = head[:4096].removeprefix(b"\xef\xbb\xbf")
    if _PLAYLIST.match(start):
        return PLAYLIST
    if found := _ACTIVE.match(start):
        return "image/svg+xml" if b"svg" in found.group().lower() else "text/html"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if _is_message(start):
        return "message/rfc822"
    control = sum(1 for byte in start if byte < 32 and byte not in b"\t\n\r\f\x1b")
    return "text/plain" if start and not control else None


def _is_message(start: bytes) -> bool:
    """Header lines, among them two that only a mail has (RFC 5322)."""
    block = _MESSAGE.match(start)
    names = {line.partition(b":")[0].strip().lower() for line in block.group().splitlines()} if block else set()
    return len(names & {b"from", b"date", b"received", b"message-id", b"mime-version", b"subject", b"return-path"}) > 2


def _by_catalogue(head: bytes) -> str:
    """Ask puremagic's list of signatures; only a long, certain match counts."""
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    certain = [match.mime_type for match in matches if match.mime_type and match.confidence >= 0.6]
    return certain[0] if certain else UNKNOWN
