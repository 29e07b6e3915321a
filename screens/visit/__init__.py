"""The screens round the services: attract, home, receipt, rating, prompts, sheets."""
