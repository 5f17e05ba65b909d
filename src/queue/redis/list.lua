-- Reads the first tasks in line, leased or not.
--   ARGV     4 how many at most, 5 eta and 6 insertion time of the task before (both '': from the first)
--   returns  {ids, metas, payloads, notes}
local limit, afterEta, afterEnqueued = tonumber(ARGV[4]), ARGV[5], ARGV[6]

dropSpent()
local found = {}
if afterEta == '' then
  found = call('ZRANGE', line, 0, limit - 1)
else
  -- Tasks of one eta are in order of their insertion: step over those that were read.
  local skip = 0
  local last = format('%016.0f', tonumber(afterEnqueued))
  for _, task in ipairs(call('ZRANGEBYSCORE', line, afterEta, afterEta)) do
    if sub(task, 1, 16) <= last then
      skip = skip + 1
    end
  end
  found = call('ZRANGEBYSCORE', line, afterEta, '+inf', 'LIMIT', skip, limit)
end
if #found == 0 then
  return { {}, {}, {}, {} }
end
local ids, metas, payloads, notes = {}, {}, {}, {}
-- unpack has room for some thousand values.
for i = 1, #found, 1000 do
  local some = {}
  for j = i, math.min(i + 999, #found) do
    some[#some + 1] = sub(found[j], 17)
  end
  local m, p, n = call('HMGET', meta, unpack(some)), call('HMGET', payload, unpack(some)), call('HMGET', note, unpack(some))
  for j = 1, #some do
    ids[#ids + 1], metas[#metas + 1], payloads[#payloads + 1], notes[#notes + 1] = some[j], m[j], p[j], n[j]
  end
end
return { ids, metas, payloads, notes }
