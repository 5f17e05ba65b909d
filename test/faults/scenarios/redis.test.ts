// Redis hangs, dies, may not be written, or is full.
import { Redis } from 'ioredis'
import { freePort } from '../../helpers/free_port.ts'
import { scenario, type Fault } from '../scenario.ts'
import type { Subject } from '../subject.ts'

/** How long a fault lasts, at most: longer than the emulator waits for Redis. */
const LONG = 6000
const SHORT = 2000

const hangs: Fault = {
  what: 'Redis hangs',
  lasts: LONG,
  async inflict({ redis }) {
    redis!.signal('SIGSTOP')
    return async () => redis!.signal('SIGCONT')
  },
}

const hiccups: Fault = { ...hangs, what: 'Redis hangs for a moment', lasts: 800 }

const dies: Fault = {
  what: 'Redis is killed',
  lasts: SHORT,
  async inflict({ redis }) {
    await redis!.kill()
    return () => redis!.start()
  },
}

/** Of a primary that is not there: it loses nothing of what it has, as it never learns what the other has. */
const isReplica: Fault = {
  what: 'Redis is a replica',
  lasts: SHORT,
  inflict: (subject) =>
    asAdmin(subject, async (admin) => {
      await admin.replicaof('127.0.0.1', await freePort())
      return (later) => later.replicaof('NO', 'ONE')
    }),
}

const lacksReplicas: Fault = {
  what: 'Redis lacks the replicas that it wants',
  lasts: SHORT,
  inflict: (subject) =>
    asAdmin(subject, async (admin) => {
      await admin.config('SET', 'min-replicas-to-write', 1)
      return (later) => later.config('SET', 'min-replicas-to-write', 0)
    }),
}

const isFull: Fault = {
  what: 'the memory of Redis is full',
  lasts: SHORT,
  inflict: (subject) =>
    asAdmin(subject, async (admin) => {
      const used = Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1])
      await admin.config('SET', 'maxmemory', used + 2 ** 20)
      const ballast = 'x'.repeat(2 ** 16)
      const kept: string[] = []
      for (let i = 0; ; i += 1) {
        const refused = await admin.set(`ballast-${i}`, ballast).catch((error: Error) => error)
        if (refused instanceof Error) break
        kept.push(`ballast-${i}`)
      }
      return async (later) => {
        if (kept.length > 0) await later.unlink(...kept)
        await later.config('SET', 'maxmemory', 0)
      }
    }),
}

/** What has begun to be sent cannot become an error. */
const downloads = /alt=media/

/** Over a connection of its own each time, as Redis may have been away in between. */
async function asAdmin(
  { redis }: Subject,
  inflict: (admin: Redis) => Promise<(later: Redis) => Promise<unknown>>,
): Promise<() => Promise<void>> {
  const connected = async <T>(work: (admin: Redis) => Promise<T>): Promise<T> => {
    const admin = new Redis(redis!.port)
    try {
      return await work(admin)
    } finally {
      admin.disconnect()
    }
  }
  const mend = await connected(inflict)
  return async () => void (await connected(mend))
}

scenario({
  name: 'Redis hangs and dies',
  stores: ['Redis'],
  faults: [hangs, hiccups, dies],
  mayBeCut: downloads,
})

scenario({
  name: 'Redis may not be written',
  stores: ['Redis'],
  faults: [isReplica, lacksReplicas, isFull],
  mayBeCut: downloads,
})
