-- Has a blob stay until it is removed, if all of it is there: a failover may have lost the end of it.
--   KEYS     1 its parts, a list
--   ARGV     1 time of Redis after which no caller waits for the answer any more, 2 how many parts it has
--   returns  1 done, 0 it is not whole
--            error 'LATE <time of Redis>', having done nothing, after that time
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then
  return redis.error_reply(string.format('LATE %.0f', now))
end
if redis.call('LLEN', KEYS[1]) ~= tonumber(ARGV[2]) then
  return 0
end
redis.call('PERSIST', KEYS[1])
return 1
