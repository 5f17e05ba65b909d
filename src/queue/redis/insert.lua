-- Stores a task.
--   ARGV     4 id, 5 named (0 or 1), 6 payload, 7 tag, 8 available at (0: at once)
--   returns  {meta, 1 if it is the first task ever of this queue}, or 'exists'
local id, named, body, tag, availableAt = ARGV[4], ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])

dropSpent()
if named == '1' then
  local buried = call('ZSCORE', deleted, id)
  if buried and tonumber(buried) > now then
    return 'exists'
  end
end
local group = redis.sha1hex(tag)
local eta = format('%016.0f', math.max(now, availableAt))
-- A digit follows the sha1 of a tag, and a colon comes after all of them.
if ordered and tag ~= '' and #call('ZRANGEBYLEX', tags, '[' .. group, '(' .. group .. ':', 'LIMIT', 0, 1) > 0 then
  eta = behind
end
local entry = eta .. ' 0 ' .. named .. ' ' .. #body .. ' ' .. nowText .. ' ' .. tag
if call('HSETNX', meta, id, entry) == 0 then
  return 'exists'
end
local task = nowText .. id
call('HSET', payload, id, body)
call('ZADD', line, eta, task)
call('ZADD', tags, '0', group .. eta .. task)
call('HSET', state, 'clock', nowText)
return { entry, clock and 0 or 1 }
