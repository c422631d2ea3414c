"""Country models: for whom one is due, and what it says, from disclosed tables alone."""
