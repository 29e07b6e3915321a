"""Who works here: officers with number and PIN, their roles, and the record of what each did."""
