"""Graph components of the NLU pipeline: language, situation, services, safety."""
