"""Pictures of every screen that a resident can reach."""
