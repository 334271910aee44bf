def named(db, name: str):
    return db.query(f"SELECT * FROM seeker WHERE name = '{name}'")


def sorted_by(self, column: str, limit: int):
    clause = "ORDER BY " + column
    return self._select(clause, {"limit": limit})
