"""The hub's side of both doors: pairing, editions, the inbox and its projections, the bell."""
