"""Whether the warehouse gives the figures of the file."""
