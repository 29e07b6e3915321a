"""The hall's hub, where all kiosks and desks meet, and the forwarder on each kiosk."""
