"""How the kiosk itself does: each part, what to do about it, and figures for whoever watches many of them."""
