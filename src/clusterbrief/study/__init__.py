"""Documents in, typed values out: framework, reference tables, editions and survey exports."""
