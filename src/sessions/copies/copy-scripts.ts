/** How long Redis has to have been up, in seconds, until its list of servers is taken for whole: all are back by then. */
const SETTLED_SECONDS = 4;
/** A server whose lease ran out so long ago, in milliseconds, is taken for dead. */
const FORGOTTEN_MS = 5 * 60_000;

/**
 * Prolongs a server's lease. A new generation of copies begins, and none of the old one counts any more, when Redis was started
 * anew, when the server has made changes that are not here, and when a server is given up. A Redis that was started anew may
 * have forgotten servers that cannot reach it now: those who know them say so.
 *
 * KEYS: fence, leases. ARGV: server, end of its lease on Redis' clock (0: none), 1 when changes of it are missing, name of a new
 * generation, the run of Redis that the server knows, the servers that it knows. The end is a time and no length, so that a command
 * that lay in a frozen socket promises nothing. Gives Redis' time (Unix milliseconds), generation, run, servers.
 */
export const RENEW = `
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local generation = redis.call('HGET', KEYS[1], 'generation')
if not generation or ARGV[3] == '1' or redis.call('HGET', KEYS[1], 'run') ~= run then generation = ARGV[4] end
if ARGV[5] ~= run then
  for i = 6, #ARGV do redis.call('HSETNX', KEYS[2], ARGV[i], tostring(now)) end
end
local leases = redis.call('HGETALL', KEYS[2])
for i = 1, #leases, 2 do
  if tonumber(leases[i + 1]) < now - ${FORGOTTEN_MS} then
    redis.call('HDEL', KEYS[2], leases[i])
    generation = ARGV[4]
  end
end
redis.call('HSET', KEYS[1], 'run', run, 'generation', generation)
if tonumber(ARGV[2]) > now then redis.call('HSET', KEYS[2], ARGV[1], ARGV[2]) end
return {now, generation, run, redis.call('HKEYS', KEYS[2])}`;

/**
 * Keeps a copy unless a newer one is there; 1 when that is done. A state that was read before this generation began may be older
 * than what was told before it: it only makes older copies void.
 *
 * KEYS: fence, copy. ARGV: generation when the state was asked for, revision, body, time to live in milliseconds.
 */
export const PUT = `
local generation = redis.call('HGET', KEYS[1], 'generation')
if not generation then return 0 end
local revision = tonumber(ARGV[2])
local body = generation == ARGV[1] and ARGV[3] or ''
local known = redis.call('HMGET', KEYS[2], 'generation', 'revision')
local before = known[1] == generation and tonumber(known[2]) or -1
if before < revision or (before == revision and body ~= '') then
  redis.call('HSET', KEYS[2], 'generation', generation, 'revision', ARGV[2], 'body', body)
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return 1`;

/**
 * Gives the copy when it certainly is the newest state that anybody has been told of, else an empty text: every server that
 * is known has a lease, so each change was either put here or has not been acknowledged yet.
 *
 * KEYS: fence, leases, copy.
 */
export const READ = `
local info = redis.call('INFO', 'server')
local fence = redis.call('HMGET', KEYS[1], 'run', 'generation')
if fence[1] ~= string.match(info, 'run_id:(%x+)') then return '' end
if tonumber(string.match(info, 'uptime_in_seconds:(%d+)')) < ${SETTLED_SECONDS} then return '' end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, lease in ipairs(redis.call('HVALS', KEYS[2])) do
  if tonumber(lease) < now then return '' end
end
local copy = redis.call('HMGET', KEYS[3], 'generation', 'body')
if copy[1] ~= fence[2] then return '' end
return copy[2]`;
