"""How many children come to school, and how many places grew that no list names."""
