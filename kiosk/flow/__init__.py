"""A service described as data, and a resident's way through it."""
