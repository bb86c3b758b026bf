"""The simulated retailer: deterministic deliveries of six source systems, at any scale."""
