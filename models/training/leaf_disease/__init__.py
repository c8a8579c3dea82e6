"""How the starter model `leaf-disease` was made: data, training, export and checks.

Every leaf is drawn by the code in this package, so the licence of the model is ours to give. It demonstrates a pipeline;
it has never been taught with a photograph and says nothing about a real plant.
"""

CLASSES = ["healthy", "leaf_spot", "rust", "powdery_mildew", "blight", "mosaic_virus"]
"""Class names in the order of the model's output."""

INPUT_SIZE = 128
"""Side of the square model input in pixels."""
