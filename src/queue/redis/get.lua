-- Reads one task.
--   ARGV     4 id
--   returns  {meta, payload, note}, or nil
local id = ARGV[4]

dropSpent()
local entry = call('HGET', meta, id)
if not entry then
  return nil
end
return { entry, call('HGET', payload, id), call('HGET', note, id) }
