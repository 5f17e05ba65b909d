-- Tables of a task store in SQLite. Times are microseconds since the epoch.
-- Format 2; whoever changes this file raises `format` in database.ts and adds a step to upgrades.ts.

CREATE TABLE queue (
  qid INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  clock INTEGER NOT NULL, -- the last time this queue gave out; it never repeats or goes back
  total INTEGER NOT NULL, -- living tasks: COUNT(*) would read them all
  UNIQUE (project, name)
) STRICT;

-- What was declared of a queue, and how fast its tasks are dispatched.
CREATE TABLE record (
  qid INTEGER PRIMARY KEY,
  resource TEXT NOT NULL,
  gate TEXT, -- JSON of a Gate; NULL: tasks are leased by clients
  revision INTEGER NOT NULL,
  tokens REAL NOT NULL, -- of the token bucket, as of `filled`
  filled INTEGER NOT NULL
) STRICT;

CREATE TABLE task (
  tid INTEGER PRIMARY KEY, -- grows with insertion, so it breaks ties of eta
  qid INTEGER NOT NULL,
  id TEXT NOT NULL,
  tag TEXT NOT NULL,
  eta INTEGER NOT NULL, -- available from here on; equal to enqueued if never leased and not delayed
  enqueued INTEGER NOT NULL,
  retries INTEGER NOT NULL,
  named INTEGER NOT NULL,
  last_lease INTEGER NOT NULL, -- 1: this task is gone when its lease ends
  note TEXT NOT NULL DEFAULT '', -- of its dispatcher
  held INTEGER NOT NULL DEFAULT 0, -- 1: its lease is a dispatch
  UNIQUE (qid, id)
) STRICT;
-- Each index also ends in tid, as every index of SQLite does.
CREATE INDEX task_by_eta ON task (qid, eta);
CREATE INDEX task_by_tag ON task (qid, tag, eta);
CREATE INDEX task_by_last_lease ON task (qid, eta) WHERE last_lease = 1;
CREATE INDEX task_held ON task (qid, eta) WHERE held = 1;

-- Apart from task, so that a lease does not write payloads anew.
CREATE TABLE payload (tid INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

-- Names of deleted tasks, not to be taken again before `until`.
CREATE TABLE tombstone (
  qid INTEGER NOT NULL,
  id TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (qid, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_by_until ON tombstone (until);

-- Tasks leased: slots 0-59 count seconds, 60-119 minutes; a slot whose start is out of date counts nothing.
CREATE TABLE leased (
  qid INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  start INTEGER NOT NULL, -- second or minute since the epoch
  tasks INTEGER NOT NULL,
  PRIMARY KEY (qid, slot)
) STRICT, WITHOUT ROWID;
