"""Rules of the market as pure functions on records: what is missing, what the law forbids, when something ends."""
