"""The small mark in a copy's margins: a random word, and the symbol that a photograph of a page still gives it back from.

The word says nothing to who does not have our tables. A Data Matrix (ISO/IEC 16022) of 14 by 14 modules, because it was
read from photographs of every quality that was tried at a size at which Micro QR was not.
"""

import re
import secrets

import zxingcpp

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that is taken for something else
LENGTH = 8
_MISTAKEN = str.maketrans("OIL", "011")
_PRINTED = re.compile(r"(?<![0-9A-Z])([0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{4})(?![0-9A-Z])")


def new_code() -> str:
    """Forty random bits."""
    return "".join(secrets.choice(ALPHABET) for _at in range(LENGTH))


def new_layout_key() -> str:
    """What the layout of a copy is moved by (`layout`)."""
    return secrets.token_hex(16)


def shown(code: str) -> str:
    """In two groups, as it is printed and read out."""
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """As a person typed it, with the usual mistakes put right; "" when it is none."""
    code = re.sub(r"[\s\-–]", "", text.upper()).translate(_MISTAKEN)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def codes_in(text: str) -> set[str]:
    """Every word of this form in the text of pages."""
    return {one[1] + one[2] for one in _PRINTED.finditer(text)}


def symbol(code: str) -> bytes:
    """The mark as SVG, one unit a module, without its quiet zone."""
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.DataMatrix)
    modules = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    height, width = modules.shape or (0, 0)
    path = "".join(_row(modules, at, width) for at in range(height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<path fill="#56616b" d="{path}"/></svg>'
    ).encode()


def _row(modules: memoryview, at: int, width: int) -> str:
    """Dark runs as one rectangle each: rectangles side by side show a hair of paper between them."""
    found, start = "", None
    for x in range(width + 1):
        is_dark = x < width and modules[at, x] < 128
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            found += f"M{start} {at}h{x - start}v1h{start - x}z"
            start = None
    return found
