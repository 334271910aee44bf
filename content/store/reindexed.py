"""The blind indexes and codes of market.db laid under the key in use: all of them in one transaction, or none.

A person is found, counted and joined over many tables by their index, so a file with some indexes under one key and
some under another would count people twice. It is done before anybody reads or writes; kiosks keep what is filed
meanwhile. The layer's name is noted in the same transaction: a copy of before is brought up when it is opened.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from content.errors import StoreError
from content.indexes import VALUE_BYTES, IndexKey, lay, lift
from content.store.ledger_seals import LedgerSeals
from content.store.lifting import lifted
from content.store.named_settings import Settings
from content.store.sealed_columns import INDEXED

_LIES_UNDER = "index_layer"


class Reindexed:
    """Every index of one database."""

    def __init__(self, db: Database, key: IndexKey, settings: Settings, seals: LedgerSeals) -> None:
        self._db, self._key, self._settings, self._seals = db, key, settings, seals

    def lies_under(self) -> str:
        """Return the name of the layer the indexes lie under, "" without one."""
        return str(json.loads(self._settings.get(_LIES_UNDER) or '""'))

    def renew(self) -> int:
        """Lay every index under the layer in use and return how many were; inside one transaction.

        StoreError where they lie under a key this hub does not have: a copy of later, or one whose key was retired.
        """
        former = self.lies_under()
        if former == self._key.name:
            return 0
        if former not in self._key.known:
            raise StoreError("这个数据库的索引用的是另一把密钥，请系统管理员用最新的密钥托管单恢复密钥，不要用旧单。")
        was, now = self._key.known[former], self._key.layer
        self._db.register_function(lambda value: lay(now, lift(was, value)), name="laid_anew", deterministic=True,
                                   replace=True)  # fmt: skip
        done = sum(self._renew(table, columns) for table, columns in INDEXED.items())
        self._seals.renewed()
        self._settings.put(_LIES_UNDER, json.dumps(self._key.name))
        return done

    def _renew(self, table: str, columns: tuple[str, ...]) -> int:
        # a person who was taken out has an index that is no digest, and is longer
        anew = ", ".join(f"{one} = iif(length({one}) = {VALUE_BYTES}, laid_anew({one}), {one})" for one in columns)
        some = " OR ".join(f"length({one}) = {VALUE_BYTES}" for one in columns)
        with lifted(self._db, table):
            return int(self._db.execute(f"UPDATE {table} SET {anew} WHERE {some}").rowcount)
