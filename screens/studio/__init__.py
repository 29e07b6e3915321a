"""Where staff edit, check and publish services."""
