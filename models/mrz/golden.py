"""Writes ../golden/mrz-lines.json: what ONNX Runtime gives for the committed
weights on pictures made by formula, the same ones as in the engine's test."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

HERE = Path(__file__).parent
STEP = 29


def picture(pattern: str) -> np.ndarray:
    y, x = np.mgrid[0:32, 0:192]
    values = {"ramp": x + y * 2, "arcs": (x * x + y * y) // 97}[pattern] % 256
    return (values / 255.0).astype(np.float32)[None, None]


def main():
    session = onnxruntime.InferenceSession(HERE / "mrz-lines.onnx")
    cases = []
    for pattern in ("ramp", "arcs"):
        output = session.run(None, {"ink": picture(pattern)})[0]
        flat = output.ravel().astype(float)
        cases.append(
            {
                "pattern": pattern,
                "outputs": [
                    {
                        "shape": list(output.shape),
                        "mean_magnitude": float(np.abs(flat).mean()),
                        "step": STEP,
                        "samples": [float(f"{value:.7g}") for value in flat[::STEP]],
                    }
                ],
            }
        )
    path = HERE.parent / "golden" / "mrz-lines.json"
    path.write_text(json.dumps({"cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
