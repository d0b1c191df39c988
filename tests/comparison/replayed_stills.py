"""Makes films of flat photographs, waved before a camera, and labels them.

    python3 tests/comparison/replayed_stills.py TARGET VIDEO_OR_PICTURE...

Of every video one frame is taken, the video itself is linked as genuine; of
every picture the whole. TARGET/labels.csv has the columns file and live, as
`sportelloctl eval liveness` takes them. Needs the ffmpeg command.
"""

import csv
import pathlib
import subprocess
import sys

SECONDS, RATE, SIDE = 5, 25, 480
FRAMES = SECONDS * RATE
# n is the frame; one wave takes two seconds.
WAVE = f"sin(2*PI*on/{2 * RATE})"
TURN = f"cos(2*PI*on/{3 * RATE})"

PLAIN = f"scale={SIDE}:{SIDE}:force_original_aspect_ratio=increase,crop={SIDE}:{SIDE}"


def perspective(x, y):
    """The left edge comes nearer while the right one goes away, and back."""
    w, h = f"{x}*W*{WAVE}", f"{y}*H*{TURN}"
    return (
        f"perspective=eval=frame:sense=source:x0=0+abs({w}):y0=0+abs({h})"
        f":x1=W-abs({h}):y1=0+abs({w}):x2=0+abs({h}):y2=H-abs({w})"
        f":x3=W-abs({w}):y3=H-abs({h})"
    )


MOTIONS = {
    "still": (PLAIN, 20),
    "panned": (
        f"{PLAIN},zoompan=z=1.15:d={FRAMES}:fps={RATE}:s={SIDE}x{SIDE}"
        f":x='(iw-iw/zoom)*(0.5+0.5*{WAVE})':y='(ih-ih/zoom)*(0.5+0.5*{TURN})'",
        20,
    ),
    "zoomed": (
        f"{PLAIN},zoompan=z='1.2+0.15*{WAVE}':d={FRAMES}:fps={RATE}:s={SIDE}x{SIDE}"
        ":x='(iw-iw/zoom)/2':y='(ih-ih/zoom)/2'",
        20,
    ),
    "tilted": (f"{PLAIN},{perspective(0.06, 0.03)}", 20),
    "coded": (f"{PLAIN},{perspective(0.03, 0.06)},noise=alls=8:allf=t", 33),
}


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    rows = []
    for source in map(pathlib.Path, sys.argv[2:]):
        picture = source
        if source.suffix in {".mp4", ".mov", ".webm"}:
            genuine = target / source.name
            genuine.unlink(missing_ok=True)
            genuine.symlink_to(source.resolve())
            rows.append((genuine.name, 1))
            picture = target / f"{source.stem}.png"
            ffmpeg("-ss", "2", "-i", source, "-frames:v", "1", picture)
        for name, (motion, crf) in MOTIONS.items():
            film = target / f"{source.stem}_{name}.mp4"
            ffmpeg(
                *("-loop", "1", "-framerate", RATE, "-t", SECONDS, "-i", picture),
                *("-vf", motion, "-frames:v", FRAMES, "-pix_fmt", "yuv420p"),
                *("-c:v", "libx264", "-preset", "veryfast", "-crf", crf, film),
            )
            rows.append((film.name, 0))
    with (target / "labels.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("file", "live"))
        table.writerows(rows)


if __name__ == "__main__":
    main()
