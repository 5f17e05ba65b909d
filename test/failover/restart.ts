// The same load on one Redis, which is killed and started again: what its log has kept.
import { optionsOf, startRedis } from '../helpers/redis_server.ts'
import type { Deployment } from './deployments.ts'
import { run, type Setting, type Verdict } from './run.ts'

export const restarts: readonly Setting[] = [
  {
    name: 'appendfsync always',
    query: '',
    redis: { appendonly: 'yes', appendfsync: 'always' },
    losesNothing: true,
  },
  {
    name: 'appendfsync everysec',
    query: '',
    redis: { appendonly: 'yes', appendfsync: 'everysec' },
    losesNothing: false,
  },
  { name: 'appendonly no', query: '', redis: { appendonly: 'no' }, losesNothing: false },
]

export async function restart(binary: string, setting: Setting): Promise<Verdict> {
  await using redis = await startRedis(binary, optionsOf(setting.redis))
  const deployment: Deployment = {
    url: redis.url,
    servers: [redis],
    masterOf: () => Promise.resolve(redis),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return await run(deployment, setting, 'none')
}
