"""Small networks of the starter models, with their training, export and figures."""
