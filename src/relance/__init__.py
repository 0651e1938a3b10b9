"""Relance: a local authority's recovery plan, from the published document to the last euro repaid."""
