"""A picture's likeness as 64 bits: two pictures that people take for the same differ in few of them.

Difference hash (Krawetz, "Kind of like that", 2013): 9 × 8 grey pixels, one bit for each neighbour that is darker. It
survives another size, another compression, small changes of light; not a mirror, a turn, or a close crop.
"""

from PIL import Image, ImageOps

FEWEST_TURNS = 6


def likeness_of(image: Image.Image) -> str:
    """Sixteen hexadecimal digits; "" for a picture with nearly nothing on it, which would be like any other such."""
    grey = ImageOps.exif_transpose(image).convert("RGB").convert("L").resize((9, 8), Image.Resampling.BOX)
    pixels = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            left, right = pixels[row * 9 + column], pixels[row * 9 + column + 1]
            bits = bits << 1 | (left > right)
    turns = bits.bit_count()
    return f"{bits:016x}" if FEWEST_TURNS <= turns <= 64 - FEWEST_TURNS else ""
