"""Drawing by code: a vector canvas, procedural places, an imperfect camera. All starter pictures come from here."""
