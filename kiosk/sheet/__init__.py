"""The notice sheet of a service: who can apply, where, how, with what, at what cost, and what comes of it."""
