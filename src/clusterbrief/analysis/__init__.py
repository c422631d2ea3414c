"""Pure analysis, tables in and tables out: no disk, no drawing."""
