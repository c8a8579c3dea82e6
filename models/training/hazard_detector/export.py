"""Writes the trained weights as an ONNX file that describes itself.

python -m hazard_detector.export --weights /tmp/hazard-run/checkpoint.pt --out ../hazard-detector/1/model.onnx
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from . import CLASSES, INPUT_SIZE
from .model import STRIDES, Exported, HazardDetector

METADATA = {
    "names": str(dict(enumerate(CLASSES))),
    "imgsz": str([INPUT_SIZE, INPUT_SIZE]),
    "task": "detect",
    "stride": str(max(STRIDES)),
    "author": "The Sibyl authors",
    "license": "Apache-2.0",
    "description": "Finds eight kinds of safety signs and barriers; trained on drawn pictures only",
}


def export(weights: Path, out: Path) -> None:
    """Exports, adds the metadata, and checks that ONNX Runtime computes what PyTorch computes, for two batch sizes."""
    detector = HazardDetector()
    detector.load_state_dict(torch.load(weights))
    model = Exported(detector).eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, INPUT_SIZE, INPUT_SIZE),),
        str(out),
        dynamo=False,
        opset_version=17,
        input_names=["images"],
        output_names=["output0"],
        dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}},
    )
    proto = onnx.load(str(out))
    for node in proto.graph.node:
        node.doc_string = ""
    cells = sum((INPUT_SIZE // stride) ** 2 for stride in STRIDES)
    for dimension, size in zip(proto.graph.output[0].type.tensor_type.shape.dim[1:], (4 + len(CLASSES), cells)):
        dimension.dim_value = size
    onnx.helper.set_model_props(proto, METADATA)
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(out))

    session = onnxruntime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    for batch in (1, 3):
        pictures = np.random.default_rng(batch).random((batch, 3, INPUT_SIZE, INPUT_SIZE), dtype=np.float32)
        with torch.no_grad():
            wanted = model(torch.from_numpy(pictures)).numpy()
        got = session.run(None, {"images": pictures})[0]
        np.testing.assert_allclose(got, wanted, rtol=1e-3, atol=2e-2)
    print(f"{out.name}: {out.stat().st_size / 1e6:.2f} MB, output {got.shape}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export(arguments.weights, arguments.out)


if __name__ == "__main__":
    main()
