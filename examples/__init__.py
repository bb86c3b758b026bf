"""Retailers that are mapped into the landing layout."""
