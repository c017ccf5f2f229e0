"""What a protection plan forbids, by itself and before any consent is asked. Pure; every export asks here.

An embargo holds through its last day; one without a day holds until it is lifted. "Left out of dossiers" has no end.
"""

from collections.abc import Collection
from datetime import date

from casework.vocabulary import ProtectionMeasure


def is_withheld(measures: Collection[str], embargo_until: date | None, on: date) -> bool:
    """True when nothing of this witness may leave on that day, whatever they consented to."""
    if ProtectionMeasure.LEFT_OUT_OF_DOSSIERS in measures:
        return True
    if embargo_until is not None:
        return on <= embargo_until
    return ProtectionMeasure.EMBARGO in measures


def is_generalised(measures: Collection[str]) -> bool:
    """True when places and dates that lead to this witness are printed no closer than governorate and month."""
    return ProtectionMeasure.GENERALISED_PLACE_OR_DATE in measures


# What changes how a reader sees the witness's words. The rest (a relocation, a safe hour) would tell where to look.
_SHOWN = {
    ProtectionMeasure.PSEUDONYM,
    ProtectionMeasure.GENERALISED_PLACE_OR_DATE,
    ProtectionMeasure.VOICE_OR_FACE_MASKING,
}


def shown_to_readers(measures: Collection[str]) -> list[str]:
    """The measures that a dossier names beside a witness's code."""
    return [measure for measure in measures if measure in _SHOWN]
