"""Practice for guide officers: simulated residents who get stuck, and a score."""
