httpx.get(words)
