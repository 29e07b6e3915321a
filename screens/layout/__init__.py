"""Laying out screens in millimetres: zones, pages, rows and text."""
