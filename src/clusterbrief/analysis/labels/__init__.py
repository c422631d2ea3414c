"""Labels and programmes: published criteria held against answers, and the selection for support."""
