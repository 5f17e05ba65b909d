// A scenario: mixed load on a server while faults come and go, and then a verdict about all that clients saw.
import { setTimeout as pause } from 'node:timers/promises'
import { env } from 'node:process'
import { expect, inject, test, type TestContext } from 'vitest'
import { Chance } from '../../src/resources/mock/chance.ts'
import { until } from '../helpers/server_process.ts'
import { startMixedLoad, type LoadOptions, type MixedLoad } from './load/mixed_load.ts'
import { startSubject, type StoreName, type Subject, type SubjectOptions } from './subject.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** The line of a scenario in the table at the end. */
    fault?: Report
  }
  export interface ProvidedContext {
    readonly faultSeed: string
  }
}

export interface Report {
  readonly scenario: string
  readonly store: StoreName
  readonly operations: number
  readonly unknown: number
  readonly faults: number
  readonly verdict: string
  /** What else was measured. */
  readonly figures: string
}

/** How long each load takes, at least. */
const seconds = Number(env['FAULT_SECONDS'] ?? 60)
/** Whether the form is the one for CI. */
export const isShort = seconds < 60
const seed = inject('faultSeed')

/** One thing that goes wrong, and how it is made good. */
export interface Fault {
  readonly what: string
  /** Begins it; what it gives ends it. */
  readonly inflict: (subject: Subject, chance: Chance) => Promise<() => Promise<void>>
  /** Longest time in milliseconds between the two; 0: they follow on each other. */
  readonly lasts: number
}

export interface Scenario {
  readonly name: string
  readonly stores: readonly StoreName[]
  readonly faults: readonly Fault[]
  /** Requests whose connection may be lost; where any other is, that is a fault of the server. */
  readonly mayBeCut?: RegExp
  readonly load?: Omit<LoadOptions, 'seed'>
  readonly subject?: (store: StoreName) => Promise<SubjectOptions & AsyncDisposable>
}

/** In the short form without the memory of the process, which has nothing to lose. */
export const storesOf = (stores: readonly StoreName[]): readonly StoreName[] =>
  isShort ? stores.filter((store) => store !== 'memory') : stores

export function scenario(options: Scenario): void {
  for (const store of storesOf(options.stores)) {
    test.skipIf(store === 'Redis' && inject('redisServer') === null)(
      `${options.name} (${store})`,
      { timeout: (seconds + 180) * 1000 },
      async (context) => {
        expect(await run(options, store, context)).toEqual([])
      },
    )
  }
}

/** What is wrong, a sentence each, the first twenty. */
async function run(options: Scenario, store: StoreName, context: TestContext): Promise<string[]> {
  const { name, mayBeCut, faults, load: loadOptions } = options
  await using place = await options.subject?.(store)
  await using subject = await startSubject(store, place)
  const own = `${seed}/${name}/${store}`
  const load = await startMixedLoad(subject.url, { seed: own, ...loadOptions })
  await using _ = load.clients
  let inflicted = 0
  const wrong: string[] = []
  try {
    inflicted = await inflictFaults(subject, load, faults, new Chance(own))
  } catch (error) {
    wrong.push(String(error))
  }
  wrong.push(...(await load.finish()))
  const { exchanges } = load.clients
  const cut = exchanges.filter(({ what, answer }) => answer === 'closed' && !mayBeCut?.test(what))
  if (cut.length > 0)
    wrong.push(`${cut.length} connections were lost, first that of ${cut[0]!.what}`)
  if (wrong.length > 0)
    wrong.unshift(
      `the server said: ${subject.server().err().slice(-2000)}`,
      ...(await subject.errors()).slice(0, 5),
    )
  report(context, {
    scenario: name,
    store,
    operations: exchanges.length,
    unknown: unknownOf(load),
    faults: inflicted,
    verdict: wrong.length === 0 ? 'holds' : `${wrong.length} faults`,
    figures: `slowest ${slowest(load)} ms`,
  })
  return wrong.slice(0, 20)
}

/** One after the other, until the time is over; each is over before the next. */
async function inflictFaults(
  subject: Subject,
  load: MixedLoad,
  faults: readonly Fault[],
  chance: Chance,
): Promise<number> {
  const end = performance.now() + seconds * 1000
  let inflicted = 0
  while (performance.now() < end || inflicted < faults.length) {
    await pause(300 + chance.below(700))
    const { what, inflict, lasts } = faults[inflicted % faults.length]!
    const mend = await inflict(subject, chance)
    if (lasts > 0) await pause(lasts / 2 + chance.below(lasts / 2))
    await mend()
    inflicted += 1
    await answersAgain(load, what)
  }
  return inflicted
}

/** The clients go on all the while; once each kind of their requests succeeds, all is well again. */
async function answersAgain({ clients }: MixedLoad, what: string): Promise<void> {
  const { exchanges } = clients
  const from = exchanges.length
  const kinds = [/^POST .*\/tasks$/, /^POST .*\/lease/, /^DELETE .*tasks/, /^GET .*books/, /^PATCH/]
  const begun = performance.now()
  await until(
    `all is well after: ${what}`,
    () => {
      const after = exchanges
        .slice(from)
        .filter(({ sent, answer }) => sent > begun && isSuccess(answer))
      return kinds.every((kind) => after.some((one) => kind.test(one.what)))
    },
    30,
  )
}

const isSuccess = (answer: MixedLoad['clients']['exchanges'][number]['answer']): boolean =>
  typeof answer === 'object' && answer.status < 300

const unknownOf = ({ clients: { tasks, resources } }: MixedLoad): number =>
  [...tasks, ...resources].filter(({ outcome }) => outcome === 'unknown').length

const slowest = ({ clients: { exchanges } }: MixedLoad): number =>
  Math.round(
    exchanges.reduce((most, { sent, ended }) => Math.max(most, (ended ?? Infinity) - sent), 0),
  )

export function report({ task }: TestContext, line: Report): void {
  task.meta.fault = line
}
