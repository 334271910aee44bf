"""From the market's records to a published edition: what may go in, building it, signing it, going back."""
