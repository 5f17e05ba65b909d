-- Holds tasks for dispatch, as many as the gate of the queue lets through; or one task, whatever the gate.
--   ARGV     4 how many at most, 5 how long they are held, 6 id of the one task, or ''
--   returns  {ids, metas, payloads, notes, when to ask again or '', resource or ''}
local count, hold, only = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local ids, metas, payloads, notes = {}, {}, {}, {}

local function take(id)
  local eta = format('%016.0f', now + hold)
  local entry, task = move(id, call('HGET', meta, id), eta, 1)
  call('ZADD', held, eta, task)
  ids[#ids + 1], metas[#metas + 1] = id, entry
  payloads[#payloads + 1], notes[#notes + 1] = call('HGET', payload, id), call('HGET', note, id)
end

local resource = ''

local function answer(next)
  if #ids > 0 then
    call('HSET', state, 'clock', nowText)
  end
  return { ids, metas, payloads, notes, next and format('%.0f', next) or '', resource }
end

dropSpent()
if only ~= '' then
  if call('HEXISTS', meta, only) == 1 then
    take(only)
  end
  return answer()
end
local fields = call('HMGET', state, 'gate', 'tokens', 'filled', 'resource')
resource = fields[4] or ''
if not fields[1] or fields[1] == '' then
  return answer()
end
local gate = cjson.decode(fields[1])
if gate.paused then
  return answer()
end
local passed = math.max(0, now - tonumber(fields[3]))
local tokens = math.min(gate.burst, tonumber(fields[2]) + passed * gate.rate / 1000000)
local underway = call('ZCOUNT', held, '(' .. nowText, '+inf')
local room = math.min(count, gate.concurrent - underway, math.floor(tokens))
if room > 0 then
  for _, task in ipairs(call('ZRANGEBYSCORE', line, '-inf', nowText, 'LIMIT', 0, room)) do
    take(sub(task, 17))
  end
end
tokens = tokens - #ids
if #ids > 0 then
  call('HSET', state, 'tokens', format('%.9f', tokens), 'filled', nowText)
end
if gate.concurrent - underway - #ids <= 0 then
  local first = call('ZRANGEBYSCORE', held, '(' .. nowText, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  return answer(first[2] and tonumber(first[2]) or now + hold)
end
local first = call('ZRANGE', line, 0, 0, 'WITHSCORES')
if not first[2] then
  return answer()
end
local filled = now
if tokens < 1 then
  filled = now + math.ceil((1 - tokens) / gate.rate * 1000000)
end
return answer(math.max(tonumber(first[2]), filled))
