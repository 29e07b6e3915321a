"""The natural voice: needed to make packs, never by a kiosk. Its packages are those of the extra "voice"."""
