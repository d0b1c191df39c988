"""Writes the network as ONNX: batch normalisation folded into the convolutions,
softmax at the end."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from net import Recogniser


def folded(block: nn.Sequential) -> tuple[nn.Conv2d, np.ndarray, np.ndarray]:
    convolution, norm = block[0], block[1]
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    weight = convolution.weight * factor[:, None, None, None]
    bias = norm.bias - norm.running_mean * factor
    return convolution, weight.detach().numpy(), bias.detach().numpy()


class Graph:
    def __init__(self):
        self.nodes, self.weights = [], []

    def add(self, kind: str, inputs: list[str], output: str, **attributes) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def convolution(self, of: str, name: str, layer: nn.Conv2d, weight, bias) -> str:
        names = [of, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        top, left = layer.padding
        return self.add(
            "Conv", names, name, strides=list(layer.stride), pads=[top, left, top, left]
        )


def export(net: Recogniser, path: str):
    graph = Graph()
    seen = "ink"
    for at, block in enumerate(net.rows):
        layer, weight, bias = folded(block)
        seen = graph.convolution(seen, f"rows{at}", layer, weight, bias)
        seen = graph.add("Relu", [seen], f"rows{at}.relu")
    for at, block in enumerate(net.neighbours):
        layer, weight, bias = folded(block)
        around = graph.convolution(seen, f"neighbours{at}", layer, weight, bias)
        around = graph.add("Relu", [around], f"neighbours{at}.relu")
        seen = graph.add("Add", [seen, around], f"neighbours{at}.sum")
    last = net.symbols
    weight, bias = (value.detach().numpy() for value in (last.weight, last.bias))
    seen = graph.convolution(seen, "logits", last, weight, bias)
    graph.constant("height", np.array([2], np.int64))
    seen = graph.add("Squeeze", [seen, "height"], "flat")
    seen = graph.add("Transpose", [seen], "steps", perm=[0, 2, 1])
    graph.add("Softmax", [seen], "probabilities", axis=-1)
    given = helper.make_tensor_value_info("ink", TensorProto.FLOAT, ["n", 1, 32, "width"])
    made = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", "steps", 38])
    whole = helper.make_graph(graph.nodes, "mrz-lines", [given], [made], graph.weights)
    model = helper.make_model(
        whole, producer_name="sportello", opset_imports=[helper.make_opsetid("", 13)]
    )
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, path)
