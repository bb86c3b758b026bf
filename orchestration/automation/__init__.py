"""What starts runs, watches them and says so when they fail."""
