"""Make the archival file: PDF/UA identifier, attachments, the copy's mark on every page, then the seal."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pikepdf import AttachedFileSpec, Name, Pdf

from casework.dossiers import layout, seal, signature_field

MANIFEST, LOG = "manifest.json", "log.json"
MARKED = b"Q\n/Artifact <</Type /Pagination>> BDC\nq\n%s Do\nQ\nEMC\n"
# PDF/A wants every metadata schema it does not know described (ISO 19005-3, 6.6.2.3.2).
PDFUA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>"""


@dataclass(frozen=True)
class Copy:
    """What makes one copy different from the others: its mark (a two-page PDF), its number ("" for a draft), and what its
    lines are moved by ("": not at all); and whether it is of a sealed volume, whose lines are never moved."""

    mark: bytes
    number: str
    layout_key: str = ""
    is_volume: bool = False


def finish(
    body: bytes, *, copy: Copy, manifest: Mapping[str, Any], attachments: Mapping[str, bytes], key: Ed25519PrivateKey
) -> bytes:
    """The sealed file of one copy. The manifest gains the hashes of the attachments; `built_at` dates everything."""
    with assembled(body, copy, manifest, attachments) as pdf:
        signature_field.remove(pdf)
        pdf.trailer["/CWRK_Seal"] = pikepdf.String(seal.placeholder(key))
        return seal.apply(written(pdf), key)


def prepare(
    body: bytes,
    *,
    copy: Copy,
    manifest: Mapping[str, Any],
    attachments: Mapping[str, bytes],
    drawn: signature_field.Drawn,
) -> bytes:
    """As `finish`, with the field for an electronic signature; the seal comes with the signature."""
    with assembled(body, copy, manifest, attachments) as pdf:
        signature_field.prepare(pdf, drawn)
        return written(pdf)


@contextmanager
def assembled(body: bytes, copy: Copy, manifest: Mapping[str, Any], attachments: Mapping[str, bytes]) -> Iterator[Pdf]:
    """The body with mark, attachments and metadata."""
    built_at = datetime.fromisoformat(manifest["built_at"])
    listed = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(attachments.items())}
    whole = {**manifest, "copy": copy.number, "attachments": listed, "body_sha256": hashlib.sha256(body).hexdigest()}
    with Pdf.open(io.BytesIO(body)) as pdf:
        stamp(pdf, copy)
        for name, data in sorted(attachments.items()):
            attach(pdf, name, data, built_at)
        attach(pdf, MANIFEST, json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode(), built_at)
        describe(pdf, f"{manifest['dossier']} v{manifest['version']} {manifest['edition']} {copy.number}".strip())
        yield pdf


def written(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def stamp(pdf: Pdf, copy: Copy) -> None:
    """Lay the mark's first page over the first page and its second over all others, as artifacts (not read aloud); and
    move the lines of each page by the copy's key."""
    with Pdf.open(io.BytesIO(copy.mark)) as source:
        first, other = (pdf.copy_foreign(source.pages[at].as_form_xobject()) for at in (0, 1))
    for at, page in enumerate(pdf.pages):
        if copy.layout_key:
            page.contents_coalesce()
            page.Contents.write(layout.moved(page.Contents.read_bytes(), copy.layout_key, at))
        # Pages share one dictionary of resources. A dossier's copies without a key were made when both marks had one name
        # in it, so that the second stood on the first page, too: they have to come out as they were made.
        name = Name.CaseworkCover if (copy.layout_key or copy.is_volume) and at == 0 else Name.CaseworkMark
        page.add_resource(first if at == 0 else other, Name.XObject, name=name)
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(MARKED % str(name).encode())


def attach(pdf: Pdf, name: str, data: bytes, when: datetime) -> None:
    """An associated file of the whole document (ISO 19005-3, 6.8)."""
    stamped = when.strftime("D:%Y%m%d%H%M%SZ")
    spec = AttachedFileSpec(
        pdf,
        data,
        filename=name,
        mime_type="application/json",
        creation_date=stamped,
        mod_date=stamped,
        description=name,
    )
    spec.relationship = Name.Data
    # The one-file verifier finds the stream by this mark: a stream's dictionary always lies open in the file.
    spec.get_file().obj[Name("/CWRK_Attachment")] = pikepdf.String(name)
    pdf.attachments[name] = spec
    files = pdf.Root.get("/AF", pikepdf.Array())
    files.append(spec.obj)
    pdf.Root["/AF"] = files


def describe(pdf: Pdf, identifier: str) -> None:
    """Say PDF/UA-1 and the copy's identifier in the metadata WeasyPrint wrote, leaving the rest of it alone."""
    text = pdf.Root.Metadata.read_bytes().decode()
    extra = (
        f'{PDFUA_SCHEMA}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:identifier>{escape(identifier)}</dc:identifier></rdf:Description></rdf:RDF>"
    )
    pdf.Root.Metadata = pdf.make_stream(
        text.replace("</rdf:RDF>", extra).encode(), Type=Name.Metadata, Subtype=Name.XML
    )
