"""What can be learnt from calls and ratings, in figures."""
