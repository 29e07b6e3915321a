"""Calling a guide: the call, its legal transitions, the queue."""
