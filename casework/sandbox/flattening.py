"""A photographed page made flat: paper white whatever the light, and lines of text level whatever the angle.

Lines that are parallel on paper meet in one point of a photograph; how much they slope changes evenly down the picture.
That is measured over the ink of whole lines and undone by one projection. Pillow alone, as everything in the child.
"""

from array import array
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps

BLOCK = 8  # pixels of one value of the paper's brightness
DARKER = 0.6  # of the paper: what the page lies on
STEEPEST = 0.14
SIDE = 480
RIM = 6
WINDOWS = 9
Projection = tuple[float, ...]  # eight numbers: where in the source each point of the result is taken from
IDENTITY: Projection = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
Point = tuple[float, float]


def ink_of(picture: Image.Image) -> Image.Image:
    """How much darker each pixel is than the paper around it; nothing where there is no paper."""
    small = picture.resize((max(picture.width // BLOCK, 1), max(picture.height // BLOCK, 1)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(2))
    bright = paper.resize(picture.size, Image.Resampling.BILINEAR)
    ink = ImageMath.lambda_eval(
        lambda of: of["convert"](255 - of["min"](of["picture"] * 255 / of["max"](of["bright"], 1), 255), "L"),
        picture=picture, bright=bright,
    )  # fmt: skip
    page = _where_paper_is(small)
    return ImageChops.multiply(ink, page.resize(picture.size, Image.Resampling.NEAREST)) if page else ink


def _where_paper_is(small: Image.Image) -> Image.Image | None:
    """White where the page lies, without its rim; None when the whole picture is paper."""
    rim = ImageOps.expand(small, RIM)  # filters leave the outermost pixels as they are
    closed = rim.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MinFilter(9))
    counts = closed.crop((RIM, RIM, RIM + small.width, RIM + small.height)).histogram()
    cut, dark, light, share = _two_kinds(counts)
    if not 0.02 < share < 0.8 or dark > DARKER * light:
        return None
    page = closed.point(lambda value: 255 if value > cut else 0).filter(ImageFilter.MinFilter(5))
    return page.crop((RIM, RIM, RIM + small.width, RIM + small.height))


def _two_kinds(counts: Sequence[int]) -> tuple[int, float, float, float]:
    """Where to cut between dark and light (Otsu 1979), the mean of either, and the share of the dark."""
    total, weighed = sum(counts), sum(at * count for at, count in enumerate(counts))
    best, found = -1.0, (0, 0.0, 255.0, 0.0)
    below = sum_below = 0
    for at, count in enumerate(counts):
        below += count
        sum_below += at * count
        if not 0 < below < total:
            continue
        dark, light = sum_below / below, (weighed - sum_below) / (total - below)
        if (apart := below * (total - below) * (light - dark) ** 2) > best:
            best, found = apart, (at, dark, light, below / total)
    return found


def profile(picture: Image.Image) -> list[float]:
    """The mean of each row."""
    return list(array("f", picture.convert("F").resize((1, picture.height), Image.Resampling.BOX).tobytes()))


def levelling(ink: Image.Image) -> Projection:
    """What makes the lines of text level."""
    scale = SIDE / max(ink.size)
    small = ink.resize((max(round(ink.width * scale), 1), max(round(ink.height * scale), 1)), Image.Resampling.BOX)
    first = _levelled(small, *_slopes(small, STEEPEST, 0.005))
    again = small.transform(small.size, Image.Transform.PERSPECTIVE, first, Image.Resampling.BILINEAR)
    second = _levelled(small, *_slopes(again, 0.008, 0.001))
    larger = (1 / scale, 0.0, 0.0, 0.0, 1 / scale, 0.0, 0.0, 0.0)
    return chained(larger, chained(chained(first, second), (scale, 0.0, 0.0, 0.0, scale, 0.0, 0.0, 0.0)))


def clarity(picture: Image.Image) -> float:
    """How much rows differ from each other when they lie along the lines as well as can be."""
    rows, _slopes_tried = _sheared(picture, STEEPEST, 0.02)
    return max(sum((one - other) ** 2 for one, other in pairwise(one_way)) for one_way in rows) / picture.height


def _sheared(picture: Image.Image, most: float, step: float) -> tuple[list[list[float]], list[float]]:
    """The rows of a picture along lines of each slope."""
    middle, steps = picture.width / 2, round(most / step)
    slopes = [at * step for at in range(-steps, steps + 1)]
    along = [(1, 0, 0, slope, 1, -slope * middle) for slope in slopes]
    seen = [
        profile(picture.transform(picture.size, Image.Transform.AFFINE, one, Image.Resampling.BILINEAR))
        for one in along
    ]
    return seen, slopes


def _slopes(picture: Image.Image, most: float, step: float) -> tuple[float, float]:
    """How lines slope in the middle of the height, and how much more with each row below it."""
    seen, slopes = _sheared(picture, most, step)
    height = picture.height
    points = []
    for window in range(WINDOWS):
        start, end = height * window // (WINDOWS + 2), height * (window + 3) // (WINDOWS + 2)
        clear = [sum((one - other) ** 2 for one, other in pairwise(rows[start:end])) for rows in seen]
        top = max(range(len(clear)), key=clear.__getitem__)
        usual = sorted(clear)[len(clear) // 2]
        if 0 < top < len(clear) - 1:
            points.append(((start + end) / 2 - height / 2, slopes[top], max(clear[top] - usual, 0.0)))
    return straight_line(points, 4 * step)


def straight_line(points: Sequence[tuple[float, float, float]], near: float) -> tuple[float, float]:
    """Height and slope of the line through points (x, y, weight), without those that lie far from it."""
    kept = list(points)
    height = slope = 0.0
    for _round in range(4):
        weight = sum(w for _x, _y, w in kept)
        if not weight:
            return height, slope
        x0, y0 = sum(x * w for x, _y, w in kept) / weight, sum(y * w for _x, y, w in kept) / weight
        spread = sum(w * (x - x0) ** 2 for x, _y, w in kept)
        slope = sum(w * (x - x0) * (y - y0) for x, y, w in kept) / spread if spread and len(kept) > 2 else 0.0
        height = y0 - slope * x0
        far = sorted((abs(y - height - slope * x), at) for at, (x, y, _w) in enumerate(kept))
        if far[-1][0] <= near or len(kept) <= 3:
            break
        kept.pop(far[-1][1])
    return height, slope


def _levelled(picture: Image.Image, slope: float, more: float) -> Projection:
    width, height = picture.size
    top, bottom = slope - more * height / 2, slope + more * height / 2
    seen = [
        (0.0, -top * width / 2), (float(width), top * width / 2),
        (float(width), height + bottom * width / 2), (0.0, height - bottom * width / 2),
    ]  # fmt: skip
    wanted = [(0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height))]
    return projection(wanted, seen) or IDENTITY


def projection(result: Sequence[Point], source: Sequence[Point]) -> Projection | None:
    """The projection that takes the points of the result from those of the source; of more than four, the nearest one."""
    rows, sums = [[0.0] * 8 for _at in range(8)], [0.0] * 8
    for (x, y), (u, v) in zip(result, source, strict=True):
        for row, value in (([x, y, 1, 0, 0, 0, -u * x, -u * y], u), ([0, 0, 0, x, y, 1, -v * x, -v * y], v)):
            for i, one in enumerate(row):
                if one:
                    sums[i] += one * value
                    for j, other in enumerate(row):
                        rows[i][j] += one * other
    return solved(rows, sums)


def solved(rows: list[list[float]], sums: list[float]) -> tuple[float, ...] | None:
    """Linear equations by elimination; None when they have no one answer."""
    count = len(sums)
    table = [[*row, value] for row, value in zip(rows, sums, strict=True)]
    for at in range(count):
        pivot = max(range(at, count), key=lambda row: abs(table[row][at]))
        if abs(table[pivot][at]) < 1e-12:
            return None
        table[at], table[pivot] = table[pivot], table[at]
        for row in range(count):
            if row != at and table[row][at]:
                share = table[row][at] / table[at][at]
                table[row] = [one - share * other for one, other in zip(table[row], table[at], strict=True)]
    return tuple(table[at][count] / table[at][at] for at in range(count))


def chained(outer: Projection, inner: Projection) -> Projection:
    """First `inner`, then `outer`: where in the source of `outer` a point of the result of `inner` is taken from."""
    one, other = [[*outer, 1.0][at : at + 3] for at in (0, 3, 6)], [[*inner, 1.0][at : at + 3] for at in (0, 3, 6)]
    product = [[sum(one[i][k] * other[k][j] for k in range(3)) for j in range(3)] for i in range(3)]
    last = product[2][2] or 1.0
    return tuple(value / last for row in product for value in row)[:8]


def taken_from(by: Projection, point: Point) -> Point:
    """Where in the source a point of the result is taken from."""
    x, y = point
    below = by[6] * x + by[7] * y + 1
    return (by[0] * x + by[1] * y + by[2]) / below, (by[3] * x + by[4] * y + by[5]) / below
