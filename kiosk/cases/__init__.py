"""What residents hand in: cases, registration numbers, ratings."""
