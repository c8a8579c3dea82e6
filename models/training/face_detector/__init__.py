"""How the starter model `face-detector` was made: it finds faces for `personality`, and knows drawn ones only."""

CLASSES = ["face"]
"""Class names in the order of the model's output rows."""

INPUT_SIZE = 160
"""Side of the square model input in pixels."""
