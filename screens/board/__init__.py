"""The board in the hall: which number is called to which window."""
