"""What the database is asked, and what an item must be like."""

from typing import Any

_COLUMNS = "id, name, category, description, price_cents, rating, to_json(created_at) #>> '{}' AS created_at"

ITEM = f"SELECT {_COLUMNS} FROM items WHERE id = :id"
# By the last id seen, not by an offset: every page costs the same.
PAGE = f"SELECT {_COLUMNS} FROM items WHERE id > :after ORDER BY id LIMIT :limit"
INSERT = f"INSERT INTO items (name, category, description, price_cents) VALUES (:name, :category, :description, :price_cents) RETURNING {_COLUMNS}"
FEED = f"""
    SELECT {_COLUMNS} FROM (SELECT * FROM items ORDER BY id DESC LIMIT 5000) AS newest
    WHERE CAST(:category AS text) IS NULL OR category = :category ORDER BY rating DESC, id DESC LIMIT :limit"""
# Ranking reads every hit: a word that is everywhere is ranked by its first thousand.
SEARCH = f"""
    SELECT {_COLUMNS} FROM (
      SELECT items.*, ts_rank(search, query) AS rank
      FROM items, websearch_to_tsquery('english', :query) AS query WHERE search @@ query LIMIT 1000
    ) AS hits ORDER BY rank DESC, id LIMIT :limit"""
PASSWORD = "SELECT password FROM users WHERE name = :name"


def wrong(item: Any) -> str | None:
    """What is wrong with a new item; nothing where it is as it should be."""
    if not isinstance(item, dict) or not {"name", "category", "price_cents"} <= item.keys() <= {"name", "category", "description", "price_cents"}:
        return "expected name, category, price_cents and perhaps description"
    for name, longest in (("name", 200), ("category", 50), ("description", 10_000)):
        value = item.get(name, "")
        if not isinstance(value, str) or len(value) > longest or "\0" in value or (name != "description" and not value):
            return f"{name}: expected a text of at most {longest} characters"
    price = item["price_cents"]
    return None if type(price) is int and 0 <= price <= 100_000_000 else "price_cents: expected a whole number"
