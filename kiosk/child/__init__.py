"""Child processes of the kiosk: started, asked line by line, ended. Knows nothing of what they do."""
