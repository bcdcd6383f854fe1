"""How late what is promised comes: fitted to the record of projects."""
