-- Changes entries in one step, if what was seen of them is still so.
--   KEYS     1 values   hash    key -> version ' ' JSON
--            2 keys     zset    the same keys, all scores 0: in the order of their bytes
--            3 version  string  the last that was given
--   ARGV     1 time of Redis after which no caller waits for the answer any more
--            2 how many entries were seen; then key and version of each, 0: there was none
--            then how many spans were seen; then from, to, count and latest version of each
--            then how many keys are deleted; then the keys
--            then, of each put: key, JSON, and '' '' or what stands before the version in the key of a second entry, and its JSON
--   returns  1 done, 0 conflict
--            error 'LATE <time of Redis>', having done nothing, after that time
-- Numbers of this size become text by %.0f only: tostring would write 1.79e+15.
local values, keys, last = KEYS[1], KEYS[2], KEYS[3]
local call, format, match = redis.call, string.format, string.match

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then
  return redis.error_reply(format('LATE %.0f', now))
end

local at = 1
local function take()
  at = at + 1
  return ARGV[at]
end

local function versionOf(value)
  return value and match(value, '^%d+') or '0'
end

-- Lua's stack is too small for all of many at once.
local most = 1000

local function latestOf(found)
  local latest = 0
  for from = 1, #found, most do
    local part = call('HMGET', values, unpack(found, from, math.min(from + most - 1, #found)))
    for i = 1, #part do
      latest = math.max(latest, tonumber(versionOf(part[i])))
    end
  end
  return latest
end

for _ = 1, tonumber(take()) do
  local key, version = take(), take()
  if versionOf(call('HGET', values, key)) ~= version then
    return 0
  end
end
for _ = 1, tonumber(take()) do
  local from, to, count, latest = take(), take(), tonumber(take()), tonumber(take())
  local found = call('ZRANGEBYLEX', keys, '[' .. from, '(' .. to)
  if #found ~= count or latestOf(found) ~= latest then
    return 0
  end
end

local deletes = {}
for i = 1, tonumber(take()) do
  deletes[i] = take()
end

local version = tonumber(call('GET', last) or '0')
local toValues, toKeys = {}, {}
local function write(key, value)
  local n = #toValues
  toValues[n + 1], toValues[n + 2] = key, format('%.0f ', version) .. value
  toKeys[n + 1], toKeys[n + 2] = '0', key
end
while at < #ARGV do
  local key, value, before, second = take(), take(), take(), take()
  version = version + 1
  write(key, value)
  if before ~= '' then
    write(before .. format('%016.0f', version), second)
  end
end

-- First a command that Redis refuses when memory is full, so that it refuses all or nothing.
if #toValues > 0 then
  call('SET', last, format('%.0f', version))
end
for i = 1, #deletes do
  call('HDEL', values, deletes[i])
  call('ZREM', keys, deletes[i])
end
for from = 1, #toValues, most do
  local to = math.min(from + most - 1, #toValues)
  call('HSET', values, unpack(toValues, from, to))
  call('ZADD', keys, unpack(toKeys, from, to))
end
return 1
