tables.jobs.get(words)
