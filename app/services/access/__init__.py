"""Use-cases of accounts, rights and signing in."""
