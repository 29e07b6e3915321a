"""Whether all texts of a service fit: its screens laid out in every look and measured as the audit does."""
