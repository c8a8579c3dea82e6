"""Writes a trained picture network as an ONNX file that describes itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn


def export_pictures(model: nn.Module, size: int, output: str, metadata: dict[str, str], out: Path) -> None:
    """`model` takes RGB in 0..1, [batch, 3, size, size]. Checks that ONNX Runtime computes what PyTorch computes."""
    model.eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, size, size),),
        str(out),
        dynamo=False,
        opset_version=17,
        input_names=["images"],
        output_names=[output],
        dynamic_axes={"images": {0: "batch"}, output: {0: "batch"}},
    )
    proto = onnx.load(str(out))
    for node in proto.graph.node:
        node.doc_string = ""
    onnx.helper.set_model_props(proto, {"author": "The Sibyl authors", "license": "Apache-2.0"} | metadata)
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(out))

    session = onnxruntime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    for batch in (1, 3):
        pictures = np.random.default_rng(batch).random((batch, 3, size, size), dtype=np.float32)
        with torch.no_grad():
            wanted = model(torch.from_numpy(pictures)).numpy()
        np.testing.assert_allclose(session.run(None, {"images": pictures})[0], wanted, rtol=1e-3, atol=1e-3)
    print(f"{out.name}: {out.stat().st_size / 1e6:.2f} MB")
