"""The recogniser: a small convolutional network with one output per step."""

import torch
from torch import nn

from text import BLANK


def block(inputs: int, outputs: int, kernel, stride=1, padding=1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    )


class Recogniser(nn.Module):
    """[n, 1, 32, width] ink to [n, width / 4, 38] logits, blank last."""

    def __init__(self):
        super().__init__()
        self.rows = nn.Sequential(
            block(1, 16, 5, 2, 2),
            block(16, 32, 3),
            block(32, 48, 3, 2),
            block(48, 64, 3),
            block(64, 80, 3, (2, 1)),
            block(80, 112, (4, 3), 1, (0, 1)),
        )
        self.neighbours = nn.ModuleList(block(112, 112, (1, 5), 1, (0, 2)) for _ in range(3))
        self.symbols = nn.Conv2d(112, BLANK + 1, 1)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        seen = self.rows(ink)
        for neighbours in self.neighbours:
            seen = seen + neighbours(seen)
        return self.symbols(seen).squeeze(2).permute(0, 2, 1)
