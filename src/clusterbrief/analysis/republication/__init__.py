"""What an edition may show after it was published before: differences must not tell anybody's answer."""
