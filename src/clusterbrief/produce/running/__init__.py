"""Running notebooks: one notebook and profile in, one executed notebook out."""
