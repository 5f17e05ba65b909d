-- Stores tasks, all of them or none.
--   ARGV     4 and on, for each: id, named (0 or 1), payload, tag, available at (0: at once)
--   returns  {metas, 1 if they are the first tasks ever of this queue}, or 'exists'

-- With a change, so that whoever waits for replicas waits for the task that is there, too: it may have come by another connection.
local function exists()
  if clock then
    call('HSET', state, 'clock', nowText)
  end
  return 'exists'
end

dropSpent()
local seen = {}
for i = 4, #ARGV, 5 do
  local id = ARGV[i]
  if seen[id] or call('HEXISTS', meta, id) == 1 then
    return exists()
  end
  seen[id] = true
  if ARGV[i + 1] == '1' then
    local buried = call('ZSCORE', deleted, id)
    if buried and tonumber(buried) > now then
      return exists()
    end
  end
end

-- A digit follows the sha1 of a tag, and a colon comes after all of them.
local function isBehind(tag, group)
  return ordered and tag ~= '' and #call('ZRANGEBYLEX', tags, '[' .. group, '(' .. group .. ':', 'LIMIT', 0, 1) > 0
end

local metas = {}
for i = 4, #ARGV, 5 do
  local id, named, body, tag, availableAt = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], tonumber(ARGV[i + 4])
  local group = redis.sha1hex(tag)
  local eta = format('%016.0f', math.max(now, availableAt))
  if isBehind(tag, group) then
    eta = behind
  end
  local entry = eta .. ' 0 ' .. named .. ' ' .. #body .. ' ' .. nowText .. ' ' .. tag
  local task = nowText .. id
  -- The first write is a command that Redis refuses when memory is full, so that it refuses all or nothing.
  call('HSET', meta, id, entry)
  call('HSET', payload, id, body)
  call('ZADD', line, eta, task)
  call('ZADD', tags, '0', group .. eta .. task)
  metas[#metas + 1] = entry
  if i + 5 <= #ARGV then
    now = now + 1
    nowText = format('%016.0f', now)
  end
end
call('HSET', state, 'clock', nowText)
return { metas, clock and 0 or 1 }
