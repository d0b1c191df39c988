"""Reads the labelled lines of a folder with `labels.csv` (file, text) and says
how many it reads exactly, best character per step, without any knowledge of
what a zone may say."""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from render import contrasted
from text import BLANK, SYMBOLS

# What is left over has no characters to speak of, or is cut off on the way.
SHORTEST = 25


def line(path: Path) -> np.ndarray:
    """The line as the engine cuts it: capitals 20 high, characters 14 apart."""
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    inked = np.where(picture.min(1) < 128)[0]
    picture = picture[inked[0] : inked[-1] + 1]
    height = picture.shape[0]
    above, before = round(0.3 * height), round(0.8 * height)
    picture = cv2.copyMakeBorder(
        picture, above, above, before, before, cv2.BORDER_CONSTANT, value=255
    )
    width = round(picture.shape[1] * 20 / height * 0.85 / 4) * 4
    soft = cv2.GaussianBlur(picture, (0, 0), height / 50)
    return contrasted(cv2.resize(soft, (width, 32), interpolation=cv2.INTER_AREA))


def best_path(probabilities: np.ndarray) -> str:
    best = probabilities.argmax(-1)
    starts = np.concatenate([[True], best[1:] != best[:-1]])
    return "".join(SYMBOLS[symbol] for symbol in best[starts] if symbol != BLANK)


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        above, row = row, [i + 1]
        for j, y in enumerate(b):
            row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (x != y)))
    return row[-1]


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--weights", default=Path(__file__).parent / "mrz-lines.onnx")
    arguments.add_argument("--show", type=int, default=0, help="print this many misses")
    arguments = arguments.parse_args()
    cv2.setNumThreads(1)
    session = onnxruntime.InferenceSession(str(arguments.weights))
    with open(arguments.folder / "labels.csv", newline="") as table:
        rows = [row for row in csv.DictReader(table) if len(row["text"]) >= SHORTEST]
    misses, wrong = [], 0
    for row in rows:
        ink = line(arguments.folder / row["file"])
        read = best_path(session.run(None, {"ink": ink[None, None]})[0][0])
        away = distance(read, row["text"])
        wrong += away
        if away:
            misses.append((away, row["file"], row["text"], read))
    characters = sum(len(row["text"]) for row in rows)
    exact = len(rows) - len(misses)
    print(f"{exact} of {len(rows)} lines exact, {wrong / characters:.2%} of the characters wrong")
    for away, file, text, read in sorted(misses)[: arguments.show]:
        print(f"{file} {away}\n    published {text}\n    read      {read}")


if __name__ == "__main__":
    main()
