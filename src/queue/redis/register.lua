-- Notes that there is a queue, in the set of all queues, which is in another slot of a cluster than they are.
--   KEYS     1 the set
--   ARGV     1 time of Redis after which no caller waits for the answer any more, 2 label of the queue
--   returns  1, or 0 if it was noted before
--            error 'LATE <time of Redis>', having done nothing, after that time
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then
  return redis.error_reply(string.format('LATE %.0f', now))
end
return redis.call('SADD', KEYS[1], ARGV[2])
