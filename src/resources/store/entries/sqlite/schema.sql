-- Tables of a resource store in SQLite; beside those of a task store, if one has the same file.
-- Format 1; whoever changes this file raises `format` in database.ts.

CREATE TABLE resource_entry (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, -- in the order of UTF-8 bytes, as BINARY collates
  version INTEGER NOT NULL,
  value TEXT NOT NULL -- JSON
) STRICT;

-- `format` of these tables, and the last `version` given.
CREATE TABLE resource_counter (name TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
