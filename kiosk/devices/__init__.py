"""Slip printers and identity-card readers: a protocol each, real drivers, and a stand-in."""
