"""What a hub can find out about its own safety: ports, updates, modes of files, ciphertext, accounts."""
