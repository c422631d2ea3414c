"""The questionnaire, written from the framework alone: forms, papers, imports for survey tools, codebook."""
