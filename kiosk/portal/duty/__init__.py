"""The waiting calls on an officer's own telephone: pages without scripts, for whoever signs in."""
