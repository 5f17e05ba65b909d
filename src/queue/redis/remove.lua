-- Deletes a task and remembers its name if the client chose it.
--   ARGV     4 id, 5 how long its name stays taken, 6 the end of its lease, which must not have passed ('': any)
--   returns  'done', 'missing' or 'expired'
local id, tombstone, token = ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])

dropSpent()
local entry = call('HGET', meta, id)
if not entry then
  return 'missing'
end
if token then
  local eta = tonumber(match(entry, '^(%d+)'))
  if eta ~= token or eta <= now then
    return 'expired'
  end
end
bury(id, entry, tombstone)
return 'done'
