"""Reads labelled zones with PassportEye (PyPI) and with sportelloctl, in turns.

    python3 -m venv /tmp/passporteye
    /tmp/passporteye/bin/pip install PassportEye==2.2.2     # and Debian's tesseract-ocr
    /tmp/passporteye/bin/python tests/comparison/beside_passporteye.py LABELS.csv SPORTELLOCTL

Both read every image one after the other, so that they meet the same load.
PassportEye is timed from the file to its answer, inside this program.
sportelloctl reads each image twice in one process; the second reading counts,
as the models are loaded once for many images, and is timed from the file to
its answer too.
"""

import csv
import json
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

from passporteye import read_mrz


def with_passporteye(image):
    begun = time.perf_counter()
    zone = read_mrz(str(image))
    ms = (time.perf_counter() - begun) * 1000
    if zone is None:
        return [], False, ms
    return zone.aux["text"].split("\n"), zone.valid, ms


def with_sportelloctl(program, image):
    # It ends with 1 where a zone is not valid, which is an answer.
    run = subprocess.run(
        [program, "--json", "mrz", image, image], stdout=subprocess.PIPE, check=False
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    if run.returncode > 1 or len(answers) != 2:
        sys.exit(f"{program} cannot read {image}")
    return answers[1]["lines"], answers[1]["valid"], answers[1]["ms"]


class Tally:
    def __init__(self):
        self.exact_images = self.exact_lines = self.lines = 0
        self.found = self.wrongly_valid = 0
        self.times = []

    def add(self, printed, is_valid, answer):
        lines, valid, ms = answer
        exact = lines == printed
        self.found += bool(lines)
        self.exact_images += exact
        self.exact_lines += sum(a == b for a, b in zip(printed, lines))
        self.lines += len(printed)
        self.wrongly_valid += valid and not (exact and is_valid)
        self.times.append(ms)


def main():
    warnings.simplefilter("ignore", FutureWarning)
    labels, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    theirs, ours = Tally(), Tally()
    with labels.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        image = labels.parent / row["file"]
        printed = [row[key] for key in ("line1", "line2", "line3") if row[key]]
        is_valid = row["check_digits"] == "valid"
        theirs.add(printed, is_valid, with_passporteye(image))
        ours.add(printed, is_valid, with_sportelloctl(program, image))
        print(
            f"{row['file']}: PassportEye {theirs.times[-1]:.0f} ms,"
            f" sportelloctl {ours.times[-1]} ms",
            file=sys.stderr,
        )

    print(f"| {len(rows)} images | PassportEye | sportelloctl |\n| --- | --- | --- |")
    tallies = (theirs, ours)

    def row_of(name, value):
        print(f"| {name} | " + " | ".join(str(value(tally)) for tally in tallies) + " |")

    row_of("zone found", lambda tally: tally.found)
    row_of("exact, all lines", lambda tally: tally.exact_images)
    row_of("exact lines", lambda tally: f"{tally.exact_lines} of {tally.lines}")
    row_of("wrong, presented as valid", lambda tally: tally.wrongly_valid)
    row_of("median, ms", lambda tally: round(statistics.median(tally.times)))
    row_of("mean, ms", lambda tally: round(statistics.mean(tally.times)))
    ratios = [a / max(b, 1) for a, b in zip(theirs.times, ours.times)]
    print(f"\nPassportEye takes {statistics.median(ratios):.0f} times as long (median of the images).")


if __name__ == "__main__":
    main()
