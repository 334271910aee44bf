tables.execute(f"SELECT {words}")
