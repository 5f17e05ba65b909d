-- Declares the queue anew.
--   ARGV     4 resource, 5 gate as JSON or '', 6 the revision that is written over (0: none), 7 tokens of a new one
--   returns  'done' or 'conflict'
local resource, gate, revision, tokens = ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]

if tonumber(call('HGET', state, 'revision') or '0') ~= revision then
  return 'conflict'
end
call('HSET', state, 'resource', resource, 'gate', gate, 'revision', format('%.0f', revision + 1))
if revision == 0 then
  call('HSET', state, 'tokens', tokens, 'filled', nowText)
end
return 'done'
