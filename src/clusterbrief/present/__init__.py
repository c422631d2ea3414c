"""What a profile looks like on a page: theme, figures, tables and statements."""
