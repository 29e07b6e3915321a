"""How a guide sees a kiosk's screen and points at it."""
