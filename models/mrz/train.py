"""Trains the recogniser and writes mrz-lines.onnx. README.md says how to run it."""

import argparse
import os
import time

import cv2
import numpy as np
import torch

from export import export
from net import Recogniser
from render import Renderer
from text import BLANK

SEED = 9303
BATCH = 32
RATE = 2.5e-3
WARM_UP = 60
CHECKPOINT = 100
STABLE, DECAY = 3700, 5800


def loss_of(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the steps; the outermost see half a character."""
    losses = -(targets * torch.log_softmax(logits, -1)).sum(-1)
    return losses[:, 2:-2].mean()


def errors(net: Recogniser, pictures: torch.Tensor, targets: torch.Tensor) -> float:
    """The part of the steps in a character's middle that is read wrongly."""
    net.eval()
    with torch.no_grad():
        read = torch.cat([net(part).argmax(-1) for part in pictures.split(64)])
    net.train()
    middles = targets[..., :BLANK].amax(-1) > 0.99
    middles[:, :2] = middles[:, -2:] = False
    wrong = read != targets.argmax(-1)
    return float(wrong[middles].float().mean())


def rate(batch: int, stable: int, decay: int) -> float:
    """Up, level for as long as it takes, then down to nothing."""
    warm = min(1.0, (batch + 1) / WARM_UP)
    return RATE * warm * min(1.0, max(0.01, (stable + decay - batch) / max(decay, 1)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stable", type=int, default=STABLE)
    arguments.add_argument("--decay", type=int, default=DECAY)
    arguments.add_argument("--until", type=int, help="stop before this batch; go on with --resume")
    arguments.add_argument("--resume", help="a checkpoint of an earlier run")
    arguments.add_argument("--checkpoint", default="/tmp/mrz-lines.pt")
    arguments.add_argument("--out", default="mrz-lines.onnx")
    arguments = arguments.parse_args()

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    held_out = [torch.from_numpy(part) for part in Renderer(SEED + 1).batch(0, 128)]
    held_out[0] = held_out[0][:, None]
    renderer = Renderer(SEED)
    net = Recogniser()
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-3)
    first = 0
    if arguments.resume:
        state = torch.load(arguments.resume)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        first = state["batches"]
    started, mean = time.time(), None
    last = arguments.until or arguments.stable + arguments.decay
    for batch in range(first, last):
        for group in optimiser.param_groups:
            group["lr"] = rate(batch, arguments.stable, arguments.decay)
        pictures, targets = renderer.batch(batch, BATCH)
        logits = net(torch.from_numpy(pictures[:, None]))
        loss = loss_of(logits, torch.from_numpy(targets))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        mean = loss.item() if mean is None else 0.97 * mean + 0.03 * loss.item()
        done = batch + 1
        if done % CHECKPOINT == 0 or done == last:
            wrong = errors(net, *held_out)
            print(f"{done:6} loss {mean:.4f} wrong {wrong:.4f} {time.time() - started:.0f} s", flush=True)
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "batches": done}
            torch.save(state, arguments.checkpoint + ".new")
            os.replace(arguments.checkpoint + ".new", arguments.checkpoint)
            export(net, arguments.out)


if __name__ == "__main__":
    main()
