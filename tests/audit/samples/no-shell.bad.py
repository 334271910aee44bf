subprocess.run(words, shell=True)
