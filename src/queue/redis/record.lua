-- Reads what was declared of the queue; or, given an id, whether the name of a deleted task is remembered.
--   ARGV     4 id, or ''
--   returns  {resource, gate, revision} with nils where nothing was declared; 1 or 0 given an id
if ARGV[4] ~= '' then
  local buried = call('ZSCORE', deleted, ARGV[4])
  return buried and tonumber(buried) > now and 1 or 0
end
return call('HMGET', state, 'resource', 'gate', 'revision')
