"""The guide officer's desk: who calls, where, since when, and who goes."""
