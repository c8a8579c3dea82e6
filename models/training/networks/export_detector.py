"""Writes a trained detector as an ONNX file that describes itself, in the manner of an Ultralytics export."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from .detector import STRIDES, Detector, Exported


def export_detector(detector: Detector, classes: list[str], metadata: dict[str, str], out: Path) -> None:
    """Exports, adds the metadata, and checks that ONNX Runtime computes what PyTorch computes, for two batch sizes."""
    size = detector.size
    model = Exported(detector).eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, size, size),),
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
    cells = sum((size // stride) ** 2 for stride in STRIDES)
    for dimension, length in zip(proto.graph.output[0].type.tensor_type.shape.dim[1:], (4 + len(classes), cells)):
        dimension.dim_value = length
    onnx.helper.set_model_props(proto, _metadata(classes, size) | metadata)
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(out))

    session = onnxruntime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    for batch in (1, 3):
        pictures = np.random.default_rng(batch).random((batch, 3, size, size), dtype=np.float32)
        with torch.no_grad():
            wanted = model(torch.from_numpy(pictures)).numpy()
        got = session.run(None, {"images": pictures})[0]
        np.testing.assert_allclose(got, wanted, rtol=1e-3, atol=2e-2)
    print(f"{out.name}: {out.stat().st_size / 1e6:.2f} MB, output {got.shape}")


def _metadata(classes: list[str], size: int) -> dict[str, str]:
    return {
        "names": str(dict(enumerate(classes))),
        "imgsz": str([size, size]),
        "task": "detect",
        "stride": str(max(STRIDES)),
        "author": "The Sibyl authors",
        "license": "Apache-2.0",
    }
