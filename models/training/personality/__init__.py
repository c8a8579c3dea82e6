"""How the starter model `personality` was made: data, training, export and checks.

The faces are drawings, and so are their traits: each drawing is given five numbers and features that were agreed upon
here to follow them (`traits.py`). The model learns to read that agreement back. It knows nothing of people: how someone
is cannot be seen in a face, and the model must not be used as if it could.
"""

TRAITS = ["openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism"]
"""Names of the values in the order of the model's output, each from 0 to 1."""

INPUT_SIZE = 96
"""Side of the square model input in pixels."""

EXPAND = 0.25
"""Part of the face box's width and height that is added on each side: hair and chin belong to the drawing."""
