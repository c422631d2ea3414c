"""Cutting profiles: what each document may show, for each unit and audience."""
