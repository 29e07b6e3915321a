"""What is on duty in the hall: its kiosks and how they do, its officers and when they are there."""
