"""What the market knows and publishes: records, rules, editions, the link, the store and the desk."""
