"""What changed between two versions: organisations, areas, classes and method."""
