"""How the starter model `hazard-detector` was made: data, training, export and checks.

Everything the model has ever seen is drawn by the code in this package, so its licence is ours to give.
"""

CLASSES = [
    "warning_triangle",
    "prohibition_sign",
    "mandatory_sign",
    "ghs_diamond",
    "traffic_cone",
    "barrier_board",
    "fire_extinguisher_sign",
    "emergency_exit_sign",
]
"""Class names in the order of the model's output rows."""

INPUT_SIZE = 320
"""Side of the square model input in pixels."""
