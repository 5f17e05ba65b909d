// Brings a task store of an older format to the present one; its tasks stay.

/** By format: the SQL that makes the next one of it. */
export const upgrades: Readonly<Record<number, string>> = {
  1: `
    CREATE TABLE record (
      qid INTEGER PRIMARY KEY,
      resource TEXT NOT NULL,
      gate TEXT,
      revision INTEGER NOT NULL,
      tokens REAL NOT NULL,
      filled INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE task ADD COLUMN note TEXT NOT NULL DEFAULT '';
    ALTER TABLE task ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX task_held ON task (qid, eta) WHERE held = 1;`,
}
