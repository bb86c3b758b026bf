"""What the warehouse does with damaged deliveries: `python -m tools.damage`."""
