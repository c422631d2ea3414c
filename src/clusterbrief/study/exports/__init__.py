"""Every way answers arrive: one module for each survey tool, and the one that tells them apart."""
