Environment(loader=words, autoescape=True)
