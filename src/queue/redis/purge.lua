-- Deletes all tasks.
--   ARGV     4 how long the names of named ones stay taken
--   returns  their number
local tombstone = tonumber(ARGV[4])

local tasks = call('ZCARD', line)
local fields = call('HGETALL', meta)
for i = 1, #fields, 2 do
  local _, _, flags = match(fields[i + 1], metaPattern)
  if flags % 2 == 1 then
    call('ZADD', deleted, format('%.0f', now + tombstone), fields[i])
  end
end
call('DEL', line, tags, meta, payload, last, note, held)
call('HSET', state, 'clock', nowText)
return tasks
