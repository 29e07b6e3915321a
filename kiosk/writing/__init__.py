"""Touches become text: pinyin, and the divisions near the kiosk."""
