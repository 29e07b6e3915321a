"""What a resident may be asked, and what a right answer is: writing becomes an answer, or a message."""
