"""Pieces of zone lines as cameras and scanners see them, with what they say.

`Renderer.sample` returns one picture of 32 x 192 pixels, 0 for paper to 1 for
ink, and the wanted distribution of each of its 48 steps. Everything is drawn:
no photograph of a document takes part.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from text import BLANK, SYMBOLS, text

HEIGHT, WIDTH, STRIDE = 32, 192, 4
STEPS = WIDTH // STRIDE
# The middle of the range of capitals and pitches, in pixels. The range is wide:
# issuers condense the font, and the height of a sloping or dirty line is
# measured too large.
CAPITALS, PITCH = 20.0, 14.0
CAPITALS_RANGE, PITCH_RANGE = (0.74, 1.17), (0.69, 1.25)
# Glyphs are drawn with this advance; 36 pixels for 2.54 mm.
ADVANCE = 36
CELL_HEIGHT, BASELINE = 64, 46
OCR_B = "/usr/share/fonts/opentype/ocr-b/"
DEJAVU = "/usr/share/fonts/truetype/dejavu/"


def glyphs(font: ImageFont.FreeTypeFont) -> np.ndarray:
    """Ink of every symbol, drawn large and shrunk."""
    cells = []
    for symbol in SYMBOLS:
        cell = Image.new("L", (2 * ADVANCE * 4, CELL_HEIGHT * 4), 0)
        at = (ADVANCE / 2 * 4, BASELINE * 4)
        ImageDraw.Draw(cell).text(at, symbol, font=font, fill=255, anchor="ls")
        cells.append(np.asarray(cell, np.uint8))
    return np.stack(cells)


def weighted(cells: np.ndarray, weight: int) -> np.ndarray:
    """Strokes made `weight` quarter pixels thicker on each side, and small."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(weight) + 1,) * 2)
    turn = cv2.dilate if weight > 0 else cv2.erode
    size = (2 * ADVANCE, CELL_HEIGHT)
    return np.stack(
        [
            cv2.resize(turn(c, kernel) if weight else c, size, interpolation=cv2.INTER_AREA)
            for c in cells
        ]
    ).astype(np.float32) / 255


def with_letters(atlas: np.ndarray, scale: float) -> np.ndarray:
    """The atlas with letters `scale` times as high."""
    place = np.array([[1, 0, 0], [0, scale, BASELINE * (1 - scale)]], np.float32)
    size = (2 * ADVANCE, CELL_HEIGHT)
    letters = [cv2.warpAffine(cell, place, size) for cell in atlas[10:36]] if scale != 1 else atlas[10:36]
    return np.concatenate([atlas[:10], letters, atlas[36:]])


class Renderer:
    def __init__(self, seed: int):
        self.seed = seed
        size = round(ADVANCE * 4 / 0.723)
        self.atlases = []
        for name in ("OCRB", "OCRBS"):
            cells = glyphs(ImageFont.truetype(OCR_B + name + ".otf", size))
            for weight in (-4, -2, 0, 0, 2, 4, 7):
                atlas = weighted(cells, weight)
                # Letters are a little smaller than digits, more so in some cuts
                # of the font than in others.
                self.atlases += [with_letters(atlas, scale) for scale in (0.95, 1, 1, 1, 1.07)]
        # Some issuers set zones in another typewriter's letters.
        mono = glyphs(ImageFont.truetype(DEJAVU + "DejaVuSansMono.ttf", round(ADVANCE * 4 / 0.602)))
        self.typewriters = [weighted(mono, weight) for weight in (-3, 0)]
        self.others = [
            ImageFont.truetype(DEJAVU + name + ".ttf", 34)
            for name in ("DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSansCondensed")
        ]

    def batch(self, number: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Batch `number`, the same whichever came before it."""
        self.rng = np.random.default_rng([self.seed, number])
        samples = [self.sample() for _ in range(count)]
        pictures, targets = zip(*samples)
        return np.stack(pictures), np.stack(targets)

    def sample(self) -> tuple[np.ndarray, np.ndarray]:
        rng = self.rng
        # Every other picture is one that is easy to read: that has to be exact.
        self.harsh = rng.random() < 0.5
        capitals = CAPITALS * rng.uniform(*CAPITALS_RANGE)
        pitch = PITCH * rng.uniform(*PITCH_RANGE)
        kind = rng.random()
        page, middles, symbols = self.page(pitch, other_font=kind < 0.03)
        upside_down = 0.03 <= kind < 0.08
        if upside_down:
            page = page[::-1, ::-1]
        ink, matrix = self.seen(page, pitch, capitals)
        picture = self.photographed(ink, pitch, capitals)
        targets = np.zeros((STEPS, BLANK + 1), np.float32)
        targets[:, BLANK] = 1
        if kind >= 0.08:
            places = cv2.perspectiveTransform(middles[None].astype(np.float64), matrix)[0, :, 0]
            label(targets, places, symbols)
        return picture, targets

    def page(self, pitch: float, other_font: bool):
        """Three lines of ink; middles and symbols of the characters of the second."""
        rng = self.rng
        # Some set the characters closer or wider than the font does.
        advance = ADVANCE * (rng.uniform(0.88, 1.12) if rng.random() < 0.3 else 1.0)
        columns = int(WIDTH / pitch * ADVANCE / advance) + 6
        spacing = int(ADVANCE * 1.667 * rng.uniform(0.93, 1.3))
        width = round((columns + 2) * max(advance, ADVANCE))
        page = np.zeros((2 * spacing + CELL_HEIGHT + 40, width), np.float32)
        atlases = self.typewriters if rng.random() < 0.05 else self.atlases
        atlas = atlases[int(rng.integers(len(atlases)))]
        begins, ends = rng.random() < 0.2, rng.random() < 0.2
        first = int(rng.integers(3, 7)) if begins else 0
        last = columns - int(rng.integers(3, 7)) if ends else columns
        if other_font:
            self.other_text(page, spacing)
            return page, np.zeros((1, 2)), np.zeros(1, int)
        shift = rng.uniform(-0.5, 0.5) * ADVANCE
        jitter = rng.uniform(0, 1.2) if rng.random() < 0.3 else 0.0
        middles, symbols = [], []
        for row in range(3):
            if row != 1 and rng.random() < 0.12:
                continue
            offset = 0 if rng.random() < 0.7 else rng.uniform(-0.5, 0.5) * ADVANCE
            for column, symbol in zip(range(first, last), text(rng, last - first)):
                x = round((column + 0.5) * advance + shift + (0 if row == 1 else offset))
                y = 20 + row * spacing
                if jitter:
                    x += round(rng.normal() * jitter)
                    y += round(rng.normal() * jitter * 0.5)
                stamp(page, atlas[symbol], x, y)
                if row == 1:
                    # The cell holds the advance in its middle.
                    middles.append((x + ADVANCE, 20 + spacing + BASELINE - 18))
                    symbols.append(symbol)
        page = np.minimum(page, 1)
        self.target_row = 20 + spacing + BASELINE - 18
        return page, np.array(middles), np.array(symbols)

    def other_text(self, page: np.ndarray, spacing: int):
        rng = self.rng
        font = self.others[int(rng.integers(len(self.others)))]
        canvas = Image.fromarray((page * 255).astype(np.uint8))
        draw = ImageDraw.Draw(canvas)
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzaeiouaeiou 0123456789,.-/()"
        for row in range(3):
            words = "".join(rng.choice(list(alphabet), 40))
            draw.text((-rng.integers(0, 30), 20 + row * spacing + 12), words, font=font, fill=255)
        page[:] = np.asarray(canvas, np.float32) / 255
        self.target_row = 20 + spacing + BASELINE - 18

    def seen(self, page: np.ndarray, pitch: float, capitals: float):
        """The page from a camera: ink at the camera's resolution, and the map
        from the page to the final picture."""
        rng = self.rng
        height, width = page.shape
        scale_x, scale_y = pitch / ADVANCE, capitals / 34.0
        # Corners of the final picture on the page.
        centre = np.array([width / 2, self.target_row + rng.normal() * 1.0 / scale_y])
        half_w, half_h = WIDTH / 2 / scale_x, HEIGHT / 2 / scale_y
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], float)
        slope = rng.normal() * 0.008
        slant = rng.normal() * 0.06
        keystone = rng.normal() * 0.04
        widening = rng.normal() * 0.03
        xs = corners[:, 0] * half_w * (1 + widening * corners[:, 1]) + corners[:, 1] * half_h * slant
        ys = corners[:, 1] * half_h * (1 + keystone * corners[:, 0]) + corners[:, 0] * half_w * slope
        source = (np.stack([xs, ys], 1) + centre).astype(np.float32)
        final = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
        matrix = cv2.getPerspectiveTransform(source, final)
        # Capitals in the camera's pixels; small ones are frequent.
        seen_capitals = rng.uniform(6.5, 15) if rng.random() < 0.5 else rng.uniform(14, 30)
        zoom = seen_capitals / capitals
        squeeze = PITCH / CAPITALS * 0.97
        size = (max(40, round(WIDTH * zoom / squeeze)), max(10, round(HEIGHT * zoom)))
        to_seen = np.diag([size[0] / WIDTH, size[1] / HEIGHT, 1]) @ matrix
        shrink = 34.0 / seen_capitals
        if shrink > 1.2:
            page = cv2.GaussianBlur(np.ascontiguousarray(page), (0, 0), 0.35 * shrink)
        ink = cv2.warpPerspective(np.ascontiguousarray(page), to_seen, size, flags=cv2.INTER_LINEAR)
        return ink, matrix

    def photographed(self, ink: np.ndarray, pitch: float, capitals: float) -> np.ndarray:
        rng = self.rng
        height, width = ink.shape
        small = height / HEIGHT * capitals
        if rng.random() < 0.2:
            ink = ink * self.worn(height, width)
        paper = rng.uniform(110, 255)
        faint = self.harsh and rng.random() < 0.3
        contrast = rng.uniform(30, 70) if faint else rng.uniform(60, 230)
        contrast = min(contrast, paper - 5)
        ground = paper + self.ground(height, width, contrast)
        picture = ground * (1 - ink) + ink * (ground * rng.uniform(0, 0.4) + paper - contrast - paper * 0.2)
        if self.harsh and rng.random() < 0.4:
            picture = self.glare(picture)
        if rng.random() < 0.65:
            picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.2, 0.085 * small + 0.1))
        if self.harsh and rng.random() < 0.3:
            picture = self.moved(picture, small)
        noise = min(24, contrast * 0.3) * (1 if self.harsh else 0.3)
        picture += rng.normal(0, rng.uniform(0, 1) ** 2 * noise, picture.shape)
        picture = np.clip(picture, 0, 255).astype(np.uint8)
        if rng.random() < 0.15:
            picture = self.bilevel(picture, small)
        if rng.random() < 0.5:
            quality = int(rng.uniform(18, 92))
            picture = cv2.imdecode(
                cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0
            )
        how = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_AREA)[int(rng.integers(3))]
        ink = contrasted(cv2.resize(picture, (WIDTH, HEIGHT), interpolation=how))
        if rng.random() < 0.3:
            # The rest of the line, which this window does not show, set the levels.
            ink = rng.uniform(0, 0.3) + ink * rng.uniform(0.45, 0.7)
        return ink.astype(np.float32)

    def bilevel(self, picture: np.ndarray, small: float) -> np.ndarray:
        """Black and white, as scanners and converters make it: by one level or
        by the surroundings, often after enlarging, often with strokes that
        swell or break."""
        rng = self.rng
        if rng.random() < 0.6:
            larger = rng.uniform(24, 40) / small
            size = (max(40, round(picture.shape[1] * larger)), max(10, round(picture.shape[0] * larger)))
            picture = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
            small *= larger
        if rng.random() < 0.5:
            level = cv2.threshold(picture, 0, 255, cv2.THRESH_OTSU)[0]
            picture = cv2.threshold(picture, level + rng.normal() * 14, 255, cv2.THRESH_BINARY)[1]
        else:
            side = int(rng.uniform(0.5, 1.6) * small) * 2 + 3
            picture = cv2.adaptiveThreshold(
                picture, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, side, rng.uniform(4, 24)
            )
        if rng.random() < 0.4:
            turn = cv2.erode if rng.random() < 0.6 else cv2.dilate
            side = 2 if small < 22 else int(rng.integers(2, 4))
            picture = turn(picture, np.ones((side, side), np.uint8))
        return picture

    def worn(self, height: int, width: int) -> np.ndarray:
        """Ink that did not hold everywhere."""
        rng = self.rng
        cells = (max(2, int(height / rng.uniform(1, 6))), max(2, int(width / rng.uniform(1, 6))))
        noise = cv2.resize(rng.random(cells).astype(np.float32), (width, height))
        return np.clip((noise - rng.uniform(0.0, 0.35)) * rng.uniform(2, 6), 0, 1)

    def ground(self, height: int, width: int, contrast: float) -> np.ndarray:
        """Printed patterns, blotches, uneven light."""
        rng = self.rng
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        ground = np.zeros((height, width), np.float32)
        if not self.harsh:
            contrast *= 0.4
        if rng.random() < 0.5:
            for _ in range(int(rng.integers(1, 4))):
                angle = rng.uniform(0, np.pi)
                along = x * np.cos(angle) + y * np.sin(angle)
                across = -x * np.sin(angle) + y * np.cos(angle)
                period = rng.uniform(2.5, 24)
                wave = rng.uniform(0, 6) * np.sin(across / rng.uniform(4, 30) + rng.uniform(0, 6))
                lines = np.sin(2 * np.pi * (along + wave) / period + rng.uniform(0, 6))
                if rng.random() < 0.5:
                    lines = np.clip(lines * 3 - 2, -1, 1)
                ground += lines * rng.uniform(0, 0.16) * contrast
        if rng.random() < 0.4:
            cells = (int(rng.integers(2, 6)), int(rng.integers(3, 30)))
            noise = rng.random(cells).astype(np.float32) - 0.5
            ground += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC) * rng.uniform(0, 0.5) * contrast
        if rng.random() < 0.4:
            slope = rng.uniform(-0.5, 0.5, 2) * contrast
            ground += slope[0] * x / width + slope[1] * y / height
        if self.harsh and rng.random() < 0.2:
            # A shadow or the edge of the document.
            angle = rng.normal() * 0.3 + (np.pi / 2 if rng.random() < 0.4 else 0)
            along = x * np.cos(angle) + y * np.sin(angle)
            edge = rng.uniform(along.min(), along.max())
            soft = rng.uniform(0.5, 12)
            ground -= rng.uniform(0.1, 0.7) * contrast / (1 + np.exp(-np.clip((along - edge) / soft, -30, 30)))
        return ground

    def glare(self, picture: np.ndarray) -> np.ndarray:
        rng = self.rng
        height, width = picture.shape
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        cx, cy = rng.uniform(0, width), rng.uniform(-height, 2 * height)
        radius = rng.uniform(0.5, 3) * height
        spot = np.exp(-(((x - cx) / rng.uniform(0.5, 2.5)) ** 2 + (y - cy) ** 2) / radius**2)
        light = rng.uniform(0.2, 0.85) * spot
        return picture * (1 - light) + 255 * light

    def moved(self, picture: np.ndarray, small: float) -> np.ndarray:
        rng = self.rng
        length = max(2, int(round(rng.uniform(0.08, 0.22) * small)))
        kernel = np.zeros((2 * length + 1,) * 2, np.float32)
        angle = rng.uniform(0, np.pi)
        for t in np.linspace(-length / 2, length / 2, 4 * length):
            kernel[int(round(length + t * np.sin(angle))), int(round(length + t * np.cos(angle)))] += 1
        return cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def stamp(page: np.ndarray, glyph: np.ndarray, x: int, y: int):
    """Puts a cell whose top left is (x, y)."""
    height, width = glyph.shape
    if x >= 0:
        room = min(width, page.shape[1] - x)
        page[y : y + height, x : x + room] += glyph[:, :room]


def label(targets: np.ndarray, places: np.ndarray, symbols: np.ndarray):
    """The step in a character's middle is the character, one and a bit away is blank."""
    steps = np.arange(STEPS)[:, None] * STRIDE + STRIDE / 2
    away = np.abs(steps - places[None]) / STRIDE
    nearest = away.argmin(1)
    share = np.clip(1.5 - away.min(1), 0, 1)
    rows = np.arange(STEPS)
    targets[rows, BLANK] = 1 - share
    targets[rows, symbols[nearest]] += share


def contrasted(picture: np.ndarray) -> np.ndarray:
    """Grey levels spread from the darkest ink to the paper, turned to ink; the
    engine does the same to every line."""
    levels = np.sort(picture, axis=None)
    dark = float(levels[len(levels) // 50])
    light = float(levels[len(levels) * 9 // 10])
    return 1 - np.clip((picture.astype(np.float32) - dark) / max(light - dark, 12.0), 0, 1)
