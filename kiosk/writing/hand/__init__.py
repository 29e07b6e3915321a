"""Handwriting: ink to characters, in a process of its own."""
