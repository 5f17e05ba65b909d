-- Stands before every script: names a queue's keys and the arguments that all operations share.
--   KEYS  1 line      zset  tasks by eta; a task is its insertion time (16 digits) .. id, so ties go by insertion
--         2 tags      zset  sha1 of the tag .. eta (16 digits) .. task, all scores 0: one index for any number of tags
--         3 meta      hash  id -> 'eta retries flags size enqueued tag'; flags: 1 named, 2 on its last lease
--         4 payload   hash  id -> payload; apart, so that a lease does not write it anew
--         5 deleted   zset  ids of deleted named tasks, by the end of their tombstone
--         6 last      zset  tasks on their last lease, by its end
--         7 state     hash  clock; s0-s59, m0-m59: 'start:tasks leased' by second and minute;
--                     of a declared queue also resource, gate (JSON, '' for none), revision, tokens, filled
--         8 note      hash  id -> what a dispatcher keeps beside the task
--         9 held      zset  tasks being dispatched, by the end of their lease
--   ARGV  1 time of Redis after which no caller waits for the answer any more
--         2 microseconds to add to the time of Redis
--         3 maxLeases, and 1 for an ordered queue: '5 0'
--   returns  error 'LATE <time of Redis>', having done nothing, after that time
-- Numbers of this size become text by %.0f only: tostring would write 1.79e+15.
local line, tags, meta, payload = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local deleted, last, state, note, held = KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local deadline, offset = tonumber(ARGV[1]), tonumber(ARGV[2])
local call, format, match, sub = redis.call, string.format, string.match, string.sub

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
if now > deadline then
  return redis.error_reply(format('LATE %.0f', now))
end
local clock = call('HGET', state, 'clock')
now = now + offset
if clock and now <= tonumber(clock) then
  now = clock + 1
end
local nowText = format('%016.0f', now)
local maxLeases, ordered = match(ARGV[3], '^(%d+) (%d)$')
maxLeases, ordered = tonumber(maxLeases), ordered == '1'
-- The eta of a task that is behind another one of its tag in an ordered queue.
local behind = '9007199254740991'

-- eta, retries, flags, size, enqueued, tag
local metaPattern = '^(%d+) (%d+) (%d) (%d+) (%d+) (.*)$'

-- Gives a task another eta, and one more retry if it is taken; returns its new entry.
local function move(id, entry, eta, taken)
  local oldEta, retries, flags, size, enqueued, tag = match(entry, metaPattern)
  local task, group = enqueued .. id, redis.sha1hex(tag)
  local moved = eta .. ' ' .. format('%.0f', retries + taken) .. ' ' .. flags .. ' ' .. size .. ' ' .. enqueued .. ' ' .. tag
  -- First a command that Redis refuses when memory is full, so that it refuses all or nothing.
  call('HSET', meta, id, moved)
  call('ZADD', line, eta, task)
  call('ZREM', tags, group .. oldEta .. task)
  call('ZADD', tags, '0', group .. eta .. task)
  return moved, task
end

-- In an ordered queue: the next of a tag is available when the one before is deleted.
local function bringForth(tag)
  local first = redis.sha1hex(tag) .. behind
  local found = call('ZRANGEBYLEX', tags, '[' .. first, '(' .. first .. ':', 'LIMIT', 0, 1)[1]
  if found then
    local id = sub(found, 73)
    move(id, call('HGET', meta, id), nowText, 0)
    call('HSET', state, 'clock', nowText)
  end
end

local function drop(id, entry)
  local eta, _, flags, _, enqueued, tag = match(entry, metaPattern)
  call('ZREM', line, enqueued .. id)
  call('ZREM', tags, redis.sha1hex(tag) .. eta .. enqueued .. id)
  call('HDEL', meta, id)
  call('HDEL', payload, id)
  call('HDEL', note, id)
  call('ZREM', held, enqueued .. id)
  if flags >= '2' then
    call('ZREM', last, enqueued .. id)
  end
  if ordered and eta ~= behind then
    bringForth(tag)
  end
end

local function bury(id, entry, tombstone)
  -- More than one deletion adds, so the old ones go without a sweeper.
  local ended = call('ZRANGEBYSCORE', deleted, '-inf', nowText, 'LIMIT', 0, 4)
  if #ended > 0 then
    call('ZREM', deleted, unpack(ended))
  end
  drop(id, entry)
  local _, _, flags = match(entry, metaPattern)
  if flags % 2 == 1 then
    call('ZADD', deleted, format('%.0f', now + tombstone), id)
  end
end

-- Every operation begins with this, so a task whose last lease has ended is never seen.
local function dropSpent()
  if maxLeases == 0 then
    return
  end
  for _, task in ipairs(call('ZRANGEBYSCORE', last, '-inf', nowText)) do
    local id = sub(task, 17)
    local entry = call('HGET', meta, id)
    local eta, retries, flags, rest = match(entry, '^(%d+) (%d+) (%d) (.*)$')
    if tonumber(retries) >= maxLeases then
      drop(id, entry)
    else
      -- The queue allows more leases now than when this one began.
      call('ZREM', last, task)
      call('HSET', meta, id, eta .. ' ' .. retries .. ' ' .. (flags - 2) .. ' ' .. rest)
    end
  end
end
