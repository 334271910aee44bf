Environment(loader=words)
