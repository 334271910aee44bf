"""market.db: what the desk writes and the terminals file, one class per aggregate, records in and out."""
