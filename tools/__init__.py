"""Commands that the gates and `make` use."""
