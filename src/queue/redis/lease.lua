-- Leases available tasks, first in line first. A lease is only a later eta, so an expired one needs no sweeper.
--   ARGV     4 count, 5 duration, 6 most characters of payload, 7 'every', 'only' (of the tag) or 'oldest', 8 tag
--   returns  {ids, metas, payloads}
local count, duration, room = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local kind, tag = ARGV[7], ARGV[8]

local function inLine(limit)
  return call('ZRANGEBYSCORE', line, '-inf', nowText, 'LIMIT', 0, limit)
end

local function inLineOfTag(wanted)
  local group = redis.sha1hex(wanted)
  local after = group .. format('%016.0f', now + 1)
  local found = call('ZRANGEBYLEX', tags, '[' .. group, '(' .. after, 'LIMIT', 0, count)
  for i = 1, #found do
    found[i] = sub(found[i], 57)
  end
  return found
end

local function available()
  if kind == 'every' then
    return inLine(count)
  end
  if kind == 'only' then
    return inLineOfTag(tag)
  end
  local first = inLine(1)[1]
  if not first then
    return {}
  end
  local _, _, _, _, _, tagOfFirst = match(call('HGET', meta, sub(first, 17)), metaPattern)
  return inLineOfTag(tagOfFirst)
end

-- Tasks that had all their leases before the queue got its maxLeases are not in `last`.
local function dropSpentOf(ids, entries)
  local dropped = false
  for i = 1, #ids do
    local _, retries = match(entries[i], metaPattern)
    if tonumber(retries) >= maxLeases then
      drop(ids[i], entries[i])
      dropped = true
    end
  end
  return dropped
end

local function choose()
  local tasks = available()
  if #tasks == 0 then
    return tasks, {}, {}
  end
  local ids = {}
  for i = 1, #tasks do
    ids[i] = sub(tasks[i], 17)
  end
  local entries = call('HMGET', meta, unpack(ids))
  if maxLeases > 0 and dropSpentOf(ids, entries) then
    return choose()
  end
  return tasks, ids, entries
end

local function counted(bucket, start, tasks)
  local since, leased = match(bucket or '', '^(%d+):(%d+)$')
  if tonumber(since) == start then
    tasks = tasks + leased
  end
  return format('%.0f:%.0f', start, tasks)
end

local function countLeased(tasks)
  local second, minute = math.floor(now / 1000000), math.floor(now / 60000000)
  local s, m = 's' .. second % 60, 'm' .. minute % 60
  local buckets = call('HMGET', state, s, m)
  local seconds, minutes = counted(buckets[1], second, tasks), counted(buckets[2], minute, tasks)
  call('HSET', state, 'clock', nowText, s, seconds, m, minutes)
end

dropSpent()
local tasks, candidates, entries = choose()
if #tasks == 0 then
  return { {}, {}, {} }
end
local eta = format('%016.0f', now + duration)
local ids, metas = {}, {}
local toLine, fromTags, toTags, toMeta, toLast = {}, {}, {}, {}, {}
local groups = {}
for i = 1, #tasks do
  local oldEta, retries, flags, size, enqueued, tagOfTask = match(entries[i], metaPattern)
  room = room - size
  if room < 0 and i > 1 then
    break
  end
  retries = retries + 1
  if flags < '2' and retries == maxLeases then
    flags = flags + 2
    toLast[#toLast + 1] = eta
    toLast[#toLast + 1] = tasks[i]
  end
  local group = groups[tagOfTask]
  if not group then
    group = redis.sha1hex(tagOfTask)
    groups[tagOfTask] = group
  end
  ids[i] = candidates[i]
  metas[i] = eta .. ' ' .. retries .. ' ' .. flags .. ' ' .. size .. ' ' .. enqueued .. ' ' .. tagOfTask
  local second = 2 * i
  toLine[second - 1], toLine[second] = eta, tasks[i]
  fromTags[i] = group .. oldEta .. tasks[i]
  toTags[second - 1], toTags[second] = '0', group .. eta .. tasks[i]
  toMeta[second - 1], toMeta[second] = ids[i], metas[i]
end
-- First a command that Redis refuses when memory is full, so that it refuses all or nothing.
call('ZADD', line, unpack(toLine))
call('ZREM', tags, unpack(fromTags))
call('ZADD', tags, unpack(toTags))
call('HSET', meta, unpack(toMeta))
if #toLast > 0 then
  call('ZADD', last, unpack(toLast))
end
countLeased(#ids)
return { ids, metas, call('HMGET', payload, unpack(ids)) }
