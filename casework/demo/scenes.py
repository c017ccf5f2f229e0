"""Drawn scenes: what stands in for photographs and sketches, so that no real image is ever in a demonstration."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "static" / "fonts"
SIZE = (960, 640)
INK = "#30343a"
Draw = ImageDraw.ImageDraw


def font(size: int, *, arabic: bool = False) -> ImageFont.FreeTypeFont:
    """One of the vendored fonts, so that the same bytes come out on every machine."""
    return ImageFont.truetype(FONTS / ("NotoNaskhArabic-Regular.ttf" if arabic else "NotoSerif-Regular.ttf"), size)


def mark(image: Image.Image, label: str) -> Image.Image:
    """Write SYNTHETIC across the foot of a picture: no demonstration picture goes without it."""
    draw = ImageDraw.Draw(image)
    width, height = image.size
    draw.rectangle((0, height - 46, width, height), fill="#101820")
    draw.text((16, height - 40), f"SYNTHETIC · {label} · invented for a demonstration", font=font(22), fill="#ffd166")
    return image


def scene(name: str, label: str) -> Image.Image:
    """Draw the scene called `name`; raises KeyError for one that is not known."""
    image = Image.new("RGB", SIZE, "#d9d4c7")
    SCENES[name](ImageDraw.Draw(image))
    return mark(image, label)


def _ground(draw: Draw, sky: str, earth: str, horizon: int = 400) -> None:
    draw.rectangle((0, 0, SIZE[0], horizon), fill=sky)
    draw.rectangle((0, horizon, SIZE[0], SIZE[1]), fill=earth)


def _pickup(draw: Draw, x: int, y: int, number: str, body: str = "#f4f2ec") -> None:
    draw.rectangle((x, y, x + 260, y + 120), fill=body, outline=INK, width=4)
    draw.rectangle((x + 40, y - 70, x + 220, y), fill="#9fb3bd", outline=INK, width=4)
    for wheel in (x + 20, x + 190):
        draw.ellipse((wheel, y + 90, wheel + 60, y + 150), fill="#222222")
    if number:
        draw.text((x + 112, y + 4), number, font=font(64), fill="#111111")
        draw.line((x + 100, y + 92, x + 160, y + 92), fill="#111111", width=6)


def _doorway(draw: Draw) -> None:
    _ground(draw, "#c9c0ad", "#8d8577", 480)
    draw.rectangle((380, 120, 600, 480), fill="#4a3b2c", outline=INK, width=5)
    for step in range(5):
        draw.rectangle(
            (360 - step * 14, 480 + step * 22, 620 + step * 14, 502 + step * 22), fill="#a79f90", outline=INK
        )
    _dots(draw, (220, 200), 6)


def _dots(draw: Draw, corner: tuple[int, int], count: int) -> None:
    """Round marks at fixed, uneven places (a small arithmetic sequence, not chance)."""
    for i in range(count):
        x, y = corner[0] + (i * 73) % 140, corner[1] + (i * 47) % 120
        draw.ellipse((x, y, x + 12, y + 12), fill="#5b5247")


def _street(draw: Draw) -> None:
    _ground(draw, "#b8c4c9", "#777068")
    draw.rectangle((0, 80, 240, 400), fill="#b5a98f", outline=INK)
    draw.rectangle((740, 40, 960, 400), fill="#c2b280", outline=INK)
    _pickup(draw, 340, 330, "7")


def _yard(draw: Draw) -> None:
    _ground(draw, "#cfd8dc", "#a58d6f", 360)
    draw.rectangle((0, 180, 960, 360), fill="#d8cdb8", outline=INK, width=4)
    draw.rectangle((80, 200, 200, 360), fill="#6b6b6b", outline=INK, width=6)
    draw.rectangle((640, 240, 664, 460), fill="#5d4630")
    draw.ellipse((540, 60, 770, 270), fill="#6f8f4e")


def _wall(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 500), fill="#ddd3bf")
    draw.rectangle((0, 500, 960, 640), fill="#9a8466")
    for i in range(31):
        x, y = 120 + (i * i * 137) % 720, 210 + (i * i * i * 61 + i * 29) % 150
        draw.ellipse((x, y, x + 14, y + 14), fill="#6a5f50")
    draw.line((60, 120, 60, 500), fill="#111111", width=4)
    for cm in range(5):
        draw.text((70, 480 - cm * 90), f"{cm * 50} cm", font=font(18), fill="#111111")


def _covered(draw: Draw) -> None:
    _yard(draw)
    for i in range(9):
        draw.rounded_rectangle((240 + i * 74, 390 + (i % 3) * 26, 300 + i * 74, 450 + (i % 3) * 26), 20, fill="#b9b6ad")


def _school(draw: Draw) -> None:
    _ground(draw, "#b7cbd6", "#8a8069")
    draw.rectangle((160, 110, 800, 400), fill="#e0c9a6", outline=INK, width=4)
    for i in range(6):
        draw.rectangle((200 + i * 98, 170, 256 + i * 98, 250), fill="#6d8796", outline=INK)
    _pickup(draw, 120, 380, "7")
    _pickup(draw, 560, 380, "", body="#55604a")


def _cable(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 640), fill="#f2efe6")
    draw.arc((180, 140, 520, 420), 10, 300, fill="#7b7f85", width=14)
    draw.arc((480, 200, 820, 460), 160, 420, fill="#7b7f85", width=14)
    draw.rectangle((120, 500, 840, 540), fill="#ffe8a3", outline=INK, width=2)
    for cm in range(19):
        draw.line((120 + cm * 40, 500, 120 + cm * 40, 520), fill=INK, width=2)


def _map(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 640), fill="#f5f1e3")
    draw.line((120, 620, 260, 420, 420, 330, 600, 180, 900, 60), fill="#b57f50", width=14)
    draw.line((420, 330, 700, 480), fill="#c7a27c", width=8)
    draw.text((610, 150), "al-Mukhtareyah", font=font(26), fill=INK)
    draw.text((700, 480), "petrol pump", font=font(20), fill=INK)
    for dx in (-16, 16):
        draw.line((360 - dx, 330, 360 + dx, 370), fill="#c1121f", width=6)
    draw.rectangle((80, 520, 280, 556), fill="#222222")


def _plan(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 640), fill="#fbfaf5")
    draw.rectangle((140, 90, 820, 540), outline="#555555", width=5)
    draw.line((140, 90, 140, 540), fill="#333333", width=12)
    draw.arc((760, 240, 880, 360), 90, 270, fill="#555555", width=5)
    draw.ellipse((540, 160, 640, 260), outline="#555555", width=4)
    draw.text((190, 290), "24", font=font(80), fill="#444444")
    draw.text((560, 270), "توت", font=font(36, arabic=True), fill="#444444")
    draw.text((700, 370), "باب", font=font(36, arabic=True), fill="#444444")


def _crayon_car(draw: Draw) -> None:
    draw.rectangle((0, 0, 960, 640), fill="#fffdf6")
    _pickup(draw, 330, 300, "7", body="#ffffff")
    draw.ellipse((760, 50, 880, 170), outline="#f4a261", width=10)
    for i in range(9):
        draw.line((40 + i * 100, 500, 70 + i * 100, 470), fill="#6a994e", width=6)


SCENES: dict[str, Callable[[Draw], None]] = {
    "doorway": _doorway,
    "pickup": _street,
    "yard": _yard,
    "wall": _wall,
    "covered": _covered,
    "school": _school,
    "cable": _cable,
    "map": _map,
    "plan": _plan,
    "car": _crayon_car,
}
