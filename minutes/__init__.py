"""Utterances to minutes: agenda items, names, outcomes, draft, renderings."""
