-- Reads entries as of one moment.
--   KEYS     1 values  hash  key -> version ' ' JSON
--            2 keys    zset  the same keys, all scores 0: in the order of their bytes
--   ARGV     1 time of Redis after which no caller waits for the answer any more
--            2 how many keys follow; then the keys; then from, to and limit of each scan
--   returns  {{version ' ' JSON, or nil, of each key}, then of each scan {keys, values}}
--            error 'LATE <time of Redis>', having done nothing, after that time
local values, keys = KEYS[1], KEYS[2]
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then
  return redis.error_reply(string.format('LATE %.0f', now))
end

-- Lua's stack is too small for all of many at once.
local most = 1000

local function valuesOf(wanted)
  local found = {}
  for from = 1, #wanted, most do
    local to = math.min(from + most - 1, #wanted)
    local part = call('HMGET', values, unpack(wanted, from, to))
    for i = 1, #part do
      found[from + i - 1] = part[i]
    end
  end
  return found
end

local count = tonumber(ARGV[2])
local wanted = {}
for i = 1, count do
  wanted[i] = ARGV[2 + i]
end
local answer = { valuesOf(wanted) }
for i = 3 + count, #ARGV, 3 do
  local found = call('ZRANGEBYLEX', keys, '[' .. ARGV[i], '(' .. ARGV[i + 1], 'LIMIT', 0, ARGV[i + 2])
  answer[#answer + 1] = { found, valuesOf(found) }
end
return answer
