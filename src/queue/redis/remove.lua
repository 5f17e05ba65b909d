-- Deletes a task, leased or not, and remembers its name if the client chose it.
--   ARGV     4 id, 5 how long its name stays taken
--   returns  1, or 0 if there is no such task
local id, tombstone = ARGV[4], tonumber(ARGV[5])

dropSpent()
local entry = call('HGET', meta, id)
if not entry then
  return 0
end
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
return 1
