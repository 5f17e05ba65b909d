-- Reads the first tasks in line, leased or not.
--   ARGV     4 how many at most
--   returns  {ids, metas, payloads}
local limit = tonumber(ARGV[4])

dropSpent()
local ids = call('ZRANGE', line, 0, limit - 1)
if #ids == 0 then
  return { {}, {}, {} }
end
for i = 1, #ids do
  ids[i] = sub(ids[i], 17)
end
return { ids, call('HMGET', meta, unpack(ids)), call('HMGET', payload, unpack(ids)) }
