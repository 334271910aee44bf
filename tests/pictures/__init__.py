"""`make pictures`: the pictures of the handbooks, taken from the running demonstration and looked at by people."""
