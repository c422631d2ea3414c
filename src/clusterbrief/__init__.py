"""Benchmarks cluster management organisations and writes the reports about them."""
