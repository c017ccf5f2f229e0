"""Preservation metadata of a bag as PREMIS 3.0 (Library of Congress): objects, events, agents, rights.

Written from the sheets alone, so that both say the same. Agents are roles with numbers; nobody's name is in it. The
order of elements follows the schema: each function writes one of its sequences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # written, never read: what comes in is not parsed

from casework.exchange.sheets import ConsentBasis, CustodyLine, Sheet

PATH = "metadata/premis.xml"
NAMESPACE = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{NAMESPACE} https://www.loc.gov/standards/premis/v3/premis-v3-0.xsd"
_LOCAL = "local"
_BODY = "recipient"


@dataclass(frozen=True)
class Receiver:
    """The body for which the bag was made."""

    slug: str
    name: str


def document(sheets: Sequence[Sheet], receiver: Receiver, origin: str) -> bytes:
    """The whole of metadata/premis.xml; `origin` names the case, so that identifiers of two bags never meet."""
    ET.register_namespace("premis", NAMESPACE)
    ET.register_namespace("xsi", _XSI)
    root = ET.Element(_tag("premis"), {"version": "3.0", f"{{{_XSI}}}schemaLocation": _SCHEMA})
    for sheet in sheets:
        _object(root, sheet, origin)
    for sheet in sheets:
        for history, lines in histories(sheet, origin):
            for line in lines:
                _event(root, line, f"{history}/{line.number}", f"{origin}/{sheet.reference}")
    for name, role in sorted(agents(sheets)):
        _agent(root, name, name, "software" if name == "system" else "person", role)
    _agent(root, receiver.slug, receiver.name, "organization", "")
    for sheet in sheets:
        _rights(root, sheet, receiver, origin)
    ET.indent(root, " ")
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def histories(sheet: Sheet, origin: str) -> Iterable[tuple[str, tuple[CustodyLine, ...]]]:
    """The chains of custody of an exhibit, the earliest first, each with a name of its own."""
    for earlier in sheet.earlier:
        yield f"{earlier.origin}/{earlier.reference}", earlier.custody
    yield f"{origin}/{sheet.reference}", sheet.custody


def agents(sheets: Iterable[Sheet]) -> set[tuple[str, str]]:
    """Everybody who stands in a chain of custody: name (a number) and role; each name once."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for _name, lines in histories(sheet, ""):
            for line in lines:
                found[line.agent] = line.role or found.get(line.agent, "")
                if line.receiver:
                    found.setdefault(line.receiver, "")
    return set(found.items())


def _object(root: ET.Element, sheet: Sheet, origin: str) -> None:
    kind = "premis:file" if sheet.file else "premis:intellectualEntity"
    made = ET.SubElement(root, _tag("object"), {f"{{{_XSI}}}type": kind})
    _identifier(made, "object", f"{origin}/{sheet.reference}")
    if sheet.file:
        _identifier(made, "object", sheet.file.path, kind="path in the bag")
        about = _add(made, "objectCharacteristics")
        fixity = _add(about, "fixity")
        _add(fixity, "messageDigestAlgorithm", "SHA-256")
        _add(fixity, "messageDigest", sheet.file.sha256)
        _add(about, "size", str(sheet.file.size))
        _add(_add(_add(about, "format"), "formatDesignation"), "formatName", sheet.file.media_type or "unknown")
    if sheet.made_from:
        relation = _add(made, "relationship")
        _add(relation, "relationshipType", "derivation")
        _add(relation, "relationshipSubType", "has source")  # the vocabulary of the Library of Congress
        _identifier(relation, "relatedObject", f"{origin}/{sheet.made_from}")
    _identifier(made, "linkingRightsStatement", f"{origin}/{sheet.reference}/rights")


def _event(root: ET.Element, line: CustodyLine, name: str, about: str) -> None:
    made = _add(root, "event")
    _identifier(made, "event", name)
    _add(made, "eventType", line.kind.value.replace("_", " "))
    _add(made, "eventDateTime", line.at)
    answered = f"answers event {line.answers}" if line.answers else ""
    for detail in (line.purpose, answered):
        if detail:
            _add(_add(made, "eventDetailInformation"), "eventDetail", detail)
    hashes = [f"{when} {value}" for when, value in (("before", line.hash_before), ("after", line.hash_after)) if value]
    if line.outcome or hashes:
        outcome = _add(made, "eventOutcomeInformation")
        if line.outcome:
            _add(outcome, "eventOutcome", line.outcome)
        if hashes:
            _add(_add(outcome, "eventOutcomeDetail"), "eventOutcomeDetailNote", "SHA-256 " + ", ".join(hashes))
    _identifier(made, "linkingAgent", line.agent)
    if line.receiver:
        _add(_identifier(made, "linkingAgent", line.receiver), "linkingAgentRole", "receiver")
    _identifier(made, "linkingObject", about)


def _agent(root: ET.Element, name: str, shown: str, kind: str, role: str) -> None:
    made = _add(root, "agent")
    _identifier(made, "agent", name)
    _add(made, "agentName", shown)
    _add(made, "agentType", kind)
    if role:
        _add(made, "agentNote", role)


def _rights(root: ET.Element, sheet: Sheet, receiver: Receiver, origin: str) -> None:
    made = _add(_add(root, "rights"), "rightsStatement")
    _identifier(made, "rightsStatement", f"{origin}/{sheet.reference}/rights")
    _add(made, "rightsBasis", "other")
    other = _add(made, "otherRightsInformation")
    _add(other, "otherRightsBasis", "consent of the witnesses who gave it" if sheet.consents else "no witness gave it")
    if sheet.restriction:
        _add(other, "otherRightsNote", sheet.restriction)
    for basis in sheet.consents:
        _granted(made, basis)
    _identifier(made, "linkingObject", f"{origin}/{sheet.reference}")
    linked = _identifier(made, "linkingAgent", receiver.slug)
    _add(linked, "linkingAgentRole", _BODY)


def _granted(statement: ET.Element, basis: ConsentBasis) -> None:
    granted = _add(statement, "rightsGranted")
    _add(granted, "act", basis.scope.value.replace("_", " "))
    if basis.condition:
        _add(granted, "restriction", basis.condition)
    until = f", until {basis.expires_on.isoformat()}" if basis.expires_on else ""
    _add(granted, "rightsGrantedNote", f"{basis.witness}, consent record {basis.record}{until}")


def _identifier(parent: ET.Element, what: str, value: str, kind: str = _LOCAL) -> ET.Element:
    made = _add(parent, f"{what}Identifier")
    _add(made, f"{what}IdentifierType", kind)
    _add(made, f"{what}IdentifierValue", value)
    return made


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, _tag(name))
    child.text = _printable(text) if text else None
    return child


def _printable(text: str) -> str:
    """What XML 1.0 can hold: control characters have no form there at all."""
    return "".join(letter if letter in "\t\n\r" or letter >= " " else "\ufffd" for letter in text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
