-- Gives a lease a new end.
--   ARGV     4 id, 5 duration, 6 the end it must have now ('': any), 7 leases that the task must have had ('': any)
--   returns  {meta, payload}, 'missing' or 'expired'
local id, duration, expected, leases = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

dropSpent()
local entry = call('HGET', meta, id)
if not entry then
  return 'missing'
end
local oldEta, retries, flags, size, enqueued, tag = match(entry, metaPattern)
if tonumber(oldEta) <= now or oldEta == behind then
  return 'expired'
end
if (expected and expected ~= tonumber(oldEta)) or (leases and leases ~= tonumber(retries)) then
  return 'expired'
end
local eta = format('%016.0f', now + duration)
local task, group = enqueued .. id, redis.sha1hex(tag)
entry = eta .. ' ' .. retries .. ' ' .. flags .. ' ' .. size .. ' ' .. enqueued .. ' ' .. tag
-- First a command that Redis refuses when memory is full, so that it refuses all or nothing.
call('HSET', meta, id, entry)
call('ZADD', line, eta, task)
call('ZREM', tags, group .. oldEta .. task)
call('ZADD', tags, '0', group .. eta .. task)
if flags >= '2' then
  call('ZADD', last, eta, task)
end
call('HSET', state, 'clock', nowText)
return { entry, call('HGET', payload, id) }
