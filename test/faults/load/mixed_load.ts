// 20 producers and 20 workers of tasks, 8 clients of resources and 4 of objects, until they are stopped.
import { setTimeout as pause } from 'node:timers/promises'
import { Chance } from '../../../src/resources/mock/chance.ts'
import { check } from '../history/check.ts'
import { BOUND, Clients } from './clients.ts'
import { makeBucket, Objects } from './objects.ts'
import { Readers } from './resources.ts'
import { drain, produce, work } from './tasks.ts'

/** Producers rest while so many tasks wait, so that what is left at the end is soon taken. */
const MOST_WAITING = 400
/** Milliseconds. */
const REST = 20

export interface LoadOptions {
  readonly seed: string
  /** Each so-manieth task has a payload of 1 MiB; none by default. */
  readonly largeEvery?: number
}

export interface MixedLoad {
  readonly clients: Clients
  /** Ends the clients, takes what is left in the queue, and says what is wrong with what they saw, a sentence each. */
  finish(): Promise<string[]>
}

export async function startMixedLoad(url: string, options: LoadOptions): Promise<MixedLoad> {
  const clients = new Clients(url)
  await makeBucket(clients)
  const { seed, largeEvery } = options
  const stopping = new AbortController()
  const chanceOf = (name: string) => new Chance(`${seed}/${name}`)
  const client = async (step: (i: number) => Promise<unknown>): Promise<void> => {
    for (let i = 0; !stopping.signal.aborted; i += 1) await step(i)
  }
  let waiting = 0
  const producers = named('producer', 20).map((name) => {
    const chance = chanceOf(name)
    return client(async (i) => {
      if (waiting >= MOST_WAITING) return pause(REST)
      waiting += 1
      await produce(clients, name, `${name}-${i}`, chance, largeEvery)
    })
  })
  const workers = named('worker', 20).map((name) => {
    const chance = chanceOf(name)
    return client(async () => {
      const taken = await work(clients, name, chance, 1 + chance.below(3))
      waiting = Math.max(0, waiting - taken)
    })
  })
  const readers = named('shelf', 2).flatMap((shelf) => {
    const group = new Readers(clients, shelf, chanceOf(shelf))
    return named(`${shelf}-reader`, 4).map((name) => client(() => group.step(name)))
  })
  const objects = new Objects(clients, chanceOf('objects'))
  const uploaders = named('uploader', 4).map((name) => client(() => objects.step(name)))
  const ended = Promise.all([...producers, ...workers, ...readers, ...uploaders])
  return {
    clients,
    async finish() {
      stopping.abort()
      await ended
      await drain(clients, chanceOf('drain'), 60)
      return check(clients, BOUND)
    },
  }
}

const named = (what: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${what}-${i}`)
