"""PREMIS 3.0: the order and number of elements, as its schema has them (the schema itself comes with no package)."""

import re
from xml.etree import ElementTree as ET

from casework.exchange.premis import NAMESPACE, Receiver, document
from casework.exchange.sheets import Sheet

# Element -> its children in the order of the schema's sequence: "?" at most one, "*" any number, "+" at least one.
SEQUENCES = {
    "premis": "object+ event* agent* rights*",
    "object": "objectIdentifier+ objectCharacteristics* relationship* linkingRightsStatementIdentifier*",
    "objectIdentifier": "objectIdentifierType objectIdentifierValue",
    "objectCharacteristics": "compositionLevel? fixity* size? format+",
    "fixity": "messageDigestAlgorithm messageDigest messageDigestOriginator?",
    "format": "formatDesignation formatNote*",
    "formatDesignation": "formatName formatVersion?",
    "relationship": "relationshipType relationshipSubType relatedObjectIdentifier+",
    "relatedObjectIdentifier": "relatedObjectIdentifierType relatedObjectIdentifierValue",
    "linkingRightsStatementIdentifier": "linkingRightsStatementIdentifierType linkingRightsStatementIdentifierValue",
    "event": "eventIdentifier eventType eventDateTime eventDetailInformation* eventOutcomeInformation* linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventIdentifier": "eventIdentifierType eventIdentifierValue",
    "eventDetailInformation": "eventDetail?",
    "eventOutcomeInformation": "eventOutcome? eventOutcomeDetail*",
    "eventOutcomeDetail": "eventOutcomeDetailNote?",
    "linkingAgentIdentifier": "linkingAgentIdentifierType linkingAgentIdentifierValue linkingAgentRole*",
    "linkingObjectIdentifier": "linkingObjectIdentifierType linkingObjectIdentifierValue linkingObjectRole*",
    "agent": "agentIdentifier+ agentName* agentType? agentVersion? agentNote*",
    "agentIdentifier": "agentIdentifierType agentIdentifierValue",
    "rights": "rightsStatement+",
    "rightsStatement": "rightsStatementIdentifier rightsBasis otherRightsInformation? rightsGranted* linkingObjectIdentifier* linkingAgentIdentifier*",
    "rightsStatementIdentifier": "rightsStatementIdentifierType rightsStatementIdentifierValue",
    "otherRightsInformation": "otherRightsBasis otherRightsNote*",
    "rightsGranted": "act restriction* rightsGrantedNote*",
}  # fmt: skip
EVENT = {"number": 1, "kind": "fixity_failed", "at": "2026-03-01T12:00:00Z", "agent": "A-0003", "role": "investigator"}
FILE = {"path": "data/EX-0001.jpg", "sha256": "a" * 64, "size": 3, "media_type": "image/jpeg"}
CONSENT = {"witness": "W-0001", "scope": "national_commission", "condition": "Not before May", "record": "C-0001",
           "expires_on": "2027-01-01"}  # fmt: skip


def sheets() -> list[Sheet]:
    """Everything that a sheet can hold, and a physical item with nothing."""
    earlier = {"origin": "CW-2020-0001-B-0001", "bag": "b" * 64, "reference": "EX-0009", "custody": [EVENT]}
    full = {"reference": "EX-0001", "title": "One <two> & \x07", "kind": "photo", "file": FILE, "made_from": "EX-0002",
            "restriction": "Not for the public", "consents": [CONSENT], "earlier": [earlier],
            "custody": [EVENT | {"receiver": "A-0004", "answers": 1,
                         "purpose": "A check & more", "outcome": "altered", "hash_before": "a" * 64, "hash_after": "b" * 64}]}  # fmt: skip
    bare = {"reference": "EX-0002", "title": "A cap", "kind": "physical_item", "custody": [{**EVENT, "agent": "system", "role": ""}]}  # fmt: skip
    return [Sheet.model_validate(full), Sheet.model_validate(bare)]


def test_every_element_stands_where_the_schema_wants_it() -> None:
    root = ET.fromstring(document(sheets(), Receiver("body", "A body & co"), "CW-2025-0001-B-0001"))  # noqa: S314 - our own
    seen = set()
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        children = [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in element]
        if not children:
            assert (element.text or "").strip(), f"{name} is empty"
            continue
        pattern = "".join(
            f"(?:{part.rstrip('?*+')},){part[len(part.rstrip('?*+')) :]}" for part in SEQUENCES[name].split()
        )
        assert re.fullmatch(pattern, "".join(f"{child}," for child in children)), (name, children)
        seen.add(name)
    assert seen == set(SEQUENCES)


def test_both_histories_are_told_with_identifiers_of_their_own_and_nobody_by_name() -> None:
    text = document(sheets(), Receiver("body", "A body"), "CW-2025-0001-B-0001").decode()
    found = re.findall(r"<premis:eventIdentifierValue>([^<]+)<", text)
    assert found == ["CW-2020-0001-B-0001/EX-0009/1", "CW-2025-0001-B-0001/EX-0001/1", "CW-2025-0001-B-0001/EX-0002/1"]
    assert sorted(re.findall(r"<premis:agentName>([^<]+)<", text)) == ["A body", "A-0003", "A-0004", "system"]
