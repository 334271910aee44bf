def named(db, name: str):
    return db.query("SELECT * FROM seeker WHERE name = ?", [name])


def sorted_by(self, column: str, limit: int):
    return self._select(f"ORDER BY {identifier(column)}", {"limit": limit})


def of(db, names: list[str], where: LiteralString):
    return db.query(f"SELECT * FROM seeker {where} AND name IN ({', '.join('?' * len(names))})", names)


def _own(db, clause: str):
    return db.query(f"SELECT * FROM seeker {clause}")
