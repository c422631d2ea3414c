"""Pages as Word files, PDF and slides, for the embedded renderer: pandoc reads and writes, Typst sets the PDF."""
