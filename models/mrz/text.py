"""Texts to train on: pieces as ICAO Doc 9303 shapes them, and random ones.

Random strings keep the recogniser from learning which letters follow each
other: names and numbers of real people follow no list.
"""

import numpy as np

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
BLANK = len(SYMBOLS)
FILLER = SYMBOLS.index("<")
DIGITS = np.arange(10)
LETTERS = np.arange(10, 36)
VOWELS = np.array([SYMBOLS.index(letter) for letter in "AEIOU"])
# Characters that look alike in OCR-B or when smudged.
TWINS = ["0OQDU", "1IJTL7", "5S", "2Z", "8B36", "6G8", "<KCLE", "MNWH", "UVY", "PRFE", "4A", "3895"]
TWINS = [np.array([SYMBOLS.index(letter) for letter in twins]) for twins in TWINS]


def text(rng: np.random.Generator, length: int) -> np.ndarray:
    """`length` indices into SYMBOLS."""
    kind = rng.random()
    if kind < 0.40:
        return shaped(rng, length)
    if kind < 0.75:
        return rng.integers(0, len(SYMBOLS), length)
    if kind < 0.90:
        return twins(rng, length)
    drawn = rng.integers(0, len(SYMBOLS), length)
    drawn[rng.random(length) < 0.6] = FILLER
    return drawn


def shaped(rng: np.random.Generator, length: int) -> np.ndarray:
    """A window of a line such as a zone has."""
    line: list[int] = []
    while len(line) < length + 20:
        kind = rng.random()
        if kind < 0.35:
            line += digits(rng, int(rng.choice([1, 6, 6, 7, 9, 10])))
        elif kind < 0.75:
            line += name(rng)
            line += [FILLER] * int(rng.choice([1, 1, 2, 2, 2, 0]))
        elif kind < 0.85:
            line += list(rng.choice(LETTERS, 3))
        elif kind < 0.90:
            line += list(rng.integers(0, 36, 9))
        else:
            line += [FILLER] * int(rng.integers(2, 14))
    start = int(rng.integers(0, len(line) - length + 1))
    return np.array(line[start : start + length])


def digits(rng: np.random.Generator, count: int) -> list[int]:
    return list(rng.choice(DIGITS, count))


def name(rng: np.random.Generator) -> list[int]:
    letters = []
    for at in range(int(rng.integers(2, 11))):
        vowel = (at % 2 == 1) ^ (rng.random() < 0.25)
        letters.append(int(rng.choice(VOWELS if vowel else LETTERS)))
    return letters


def twins(rng: np.random.Generator, length: int) -> np.ndarray:
    group = TWINS[int(rng.integers(len(TWINS)))]
    drawn = rng.choice(group, length)
    other = rng.random(length) < 0.2
    drawn[other] = rng.integers(0, len(SYMBOLS), int(other.sum()))
    return drawn
