subprocess.run(["ls", words])
