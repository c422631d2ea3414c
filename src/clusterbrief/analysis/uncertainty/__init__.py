"""How firm results are: scenarios, intervals, variance by source, alternatives and coherence."""
