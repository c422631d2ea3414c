"""Running notebooks, assembling documents and typesetting them."""
