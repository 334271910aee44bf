print(words)
