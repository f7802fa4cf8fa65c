"""Danish text: the spaCy pipeline, passages and anchors."""
