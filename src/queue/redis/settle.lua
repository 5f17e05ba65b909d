-- Says what a taken task becomes.
--   ARGV     4 id, 5 the end of its lease now, 6 when it is due again, or how long it stays held, from now,
--            7 held (0 or 1), 8 note, 9 whether the note is to be kept (0 or 1)
--   returns  {meta, payload, note}, 'missing' or 'stale'
local id, token, duration = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])
local keepsHold, text, writesNote = ARGV[7], ARGV[8], ARGV[9]

dropSpent()
local entry = call('HGET', meta, id)
if not entry then
  return 'missing'
end
if tonumber(match(entry, '^(%d+)')) ~= token then
  return 'stale'
end
if writesNote == '1' then
  call('HSET', note, id, text)
end
local eta = format('%016.0f', now + duration)
local moved, task = move(id, entry, eta, 0)
if keepsHold == '1' then
  call('ZADD', held, eta, task)
else
  call('ZREM', held, task)
end
call('HSET', state, 'clock', nowText)
return { moved, call('HGET', payload, id), call('HGET', note, id) }
