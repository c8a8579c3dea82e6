"""The tabular starter models, from simulated diaries and test batteries to ONNX, figures and model cards."""
