"""The desk: where staff write, review and publish, mounted at /staff of the hub."""
