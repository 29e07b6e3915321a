"""The services from home: pages that a server makes, and a browser shows without any script."""
