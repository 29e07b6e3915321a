"""A service shown in the very screens that residents see, for those who shape it."""
