-- Counts.
--   returns  {tasks, eta of the first in line or nil, leased in the last 60 seconds, in the last 60 minutes}
dropSpent()
local second, minute = math.floor(now / 1000000), math.floor(now / 60000000)
local lastMinute, lastHour = 0, 0
local fields = call('HGETALL', state)
for i = 1, #fields, 2 do
  local unit = sub(fields[i], 1, 1)
  local start, tasks = match(fields[i + 1], '^(%d+):(%d+)$')
  if unit == 's' and start + 60 > second then
    lastMinute = lastMinute + tasks
  elseif unit == 'm' and start + 60 > minute then
    lastHour = lastHour + tasks
  end
end
local first = call('ZRANGE', line, 0, 0, 'WITHSCORES')
return { call('ZCARD', line), first[2] or false, lastMinute, lastHour }
