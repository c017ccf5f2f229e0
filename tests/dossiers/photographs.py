"""Pictures of a page as people take them: by telephone, by scanner, from a screen. Made of a rendered page, by Pillow."""

import io
import math
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from casework.sandbox.flattening import projection


@dataclass(frozen=True)
class Telephone:
    """How a page is held and lit: share by which a far side is narrower, degrees, share of light lost in one corner,
    pixels of blur, levels of noise, JPEG quality, how bright the table is, share of the picture that the page fills."""

    size: tuple[int, int] = (1200, 1600)
    tilt: float = 0.08
    turn: float = 2.5
    dusk: float = 0.45
    blur: float = 0.9
    noise: float = 7
    quality: int = 60
    table: int = 70
    fills: float = 0.85


COMMON = Telephone()
SMALL = Telephone(size=(870, 1160))
BROAD = Telephone(size=(1600, 1200))


def photograph(page: Image.Image, how: Telephone = COMMON, seed: int = 1) -> bytes:
    """The page on a table, seen from a little aside."""
    chance = random.Random(seed)  # noqa: S311 - the same picture every time
    width, height = how.size[0] * 2, how.size[1] * 2  # made smaller at the end, as a lens does
    corners = _corners(page, width, height, how, chance)
    by = projection(corners, [(0, 0), (page.width, 0), page.size, (0, page.height)])
    assert by is not None
    seen = page.transform((width, height), Image.Transform.PERSPECTIVE, by, Image.Resampling.BICUBIC)
    where = Image.new("L", page.size, 255).transform(seen.size, Image.Transform.PERSPECTIVE, by)
    table = _noise((width // 4, height // 4), 30, chance).point(lambda value: max(0, value - 128 + how.table))
    picture = Image.composite(seen, table.resize(seen.size), where).resize(how.size, Image.Resampling.BOX)
    light = Image.linear_gradient("L").rotate(chance.choice([0, 90, 180, 270])).resize(how.size)
    picture = ImageChops.multiply(picture, light.point(lambda value: int(255 - how.dusk * value)))
    picture = picture.point(lambda value: int(value * 0.9 + 10)).filter(ImageFilter.GaussianBlur(how.blur))
    return saved(ImageChops.add(picture, _noise(picture.size, how.noise, chance), 1, -128), how.quality)


def _noise(size: tuple[int, int], levels: float, chance: random.Random) -> Image.Image:
    """Around the middle grey, with this standard deviation; Pillow's own differs from run to run."""
    one, other = (Image.frombytes("L", size, chance.randbytes(size[0] * size[1])) for _half in range(2))
    return ImageChops.add(one, other, 2).point(lambda value: 128 + round((value - 127.5) * levels / 52.2))


def _corners(
    page: Image.Image, width: int, height: int, how: Telephone, chance: random.Random
) -> list[tuple[float, float]]:
    shrink = min(width * how.fills / page.width, height * how.fills / page.height)
    wide, tall = page.width * shrink, page.height * shrink
    aside, below = (how.tilt * chance.choice([-1, 1]) * chance.uniform(0.5, 1) for _way in range(2))
    turn = math.radians(how.turn * chance.choice([-1, 1]))
    found = []
    for x, y in ((-wide / 2, -tall / 2), (wide / 2, -tall / 2), (wide / 2, tall / 2), (-wide / 2, tall / 2)):
        far = 1 / (1 + aside * x / wide + below * y / tall)
        found.append((
            width / 2 + far * (x * math.cos(turn) - y * math.sin(turn)),
            height / 2 + far * (x * math.sin(turn) + y * math.cos(turn)),
        ))  # fmt: skip
    return found


def scanned(page: Image.Image, dpi: int, drawn_at: int, turn: float = 0.7) -> bytes:
    """Printed, and laid on a scanner a little askew."""
    chance, size = random.Random(1), (page.width * dpi // drawn_at, page.height * dpi // drawn_at)  # noqa: S311
    picture = page.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.5))
    picture = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor=245).point(lambda value: 20 + int(value * 0.88))
    return saved(ImageChops.add(picture, _noise(picture.size, 4, chance), 1, -128), 60)


def from_a_screen(page: Image.Image, drawn_at: int, dpi: int = 96, scale: float = 0.8) -> bytes:
    """A screenshot, made smaller."""
    shown = page.resize((page.width * dpi // drawn_at, page.height * dpi // drawn_at), Image.Resampling.BOX)
    out = io.BytesIO()
    shown.resize((int(shown.width * scale), int(shown.height * scale)), Image.Resampling.BILINEAR).save(out, "PNG")
    return out.getvalue()


def saved(picture: Image.Image, quality: int) -> bytes:
    """As JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
