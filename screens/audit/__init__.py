"""Measuring every screen against the numbers that an elderly resident needs."""
