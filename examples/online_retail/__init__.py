"""Online Retail, a year of a UK gift wholesaler: its one table as deliveries."""
