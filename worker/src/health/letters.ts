// Dead letters for the page: read when somebody looks, and not at every look.
import { ConfigError } from '../config/config_error.ts'
import type { Settings } from '../config/settings.ts'
import type { Health } from './health.ts'
import {
  ForeignLetter,
  SourceUnavailable,
  type DeadLetter,
  type DeadLetters,
} from '../sources/source.ts'

/** What the page says of them; undefined for a source that keeps none. */
export type LettersView =
  | { readonly letters: readonly DeadLetter[]; readonly problem?: undefined }
  | { readonly problem: string }
  | undefined

export type Order = 'retry' | 'delete'

export interface Letters {
  view(): Promise<LettersView>
  /** `missing`: there is no such letter. A string in `problem` says why it could not be done. */
  order(order: Order, id: string): Promise<'done' | 'missing' | { readonly problem: string }>
}

export interface LettersOptions {
  readonly settings: Settings
  readonly health: () => Pick<Health, 'processes' | 'counters'>
  /** Throws a ConfigError for a source that keeps none. */
  readonly open: (queues: readonly string[]) => Promise<DeadLetters>
}

/** Milliseconds: a queue is not asked more often, however many look, unless another of our tasks has died. */
const FRESH = 5000
/** Nor for so many times as long as it took: there may be thousands of letters, of half a megabyte each. */
const REST = 20

interface Reading {
  readonly view: LettersView
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly tookMs: number
  /** Our tasks that had died by then. */
  readonly dead: number
}

/** One call at a time: a broker hands a letter to one reader at a time. */
export function openLettersView(options: LettersOptions): Letters {
  let last: Reading | undefined
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const acted = turn.catch(() => undefined).then(act)
    turn = acted
    return acted
  }
  return {
    view: () =>
      inTurn(async () => {
        if (last === undefined || isOld(last, options)) last = await readNow(options)
        return last.view
      }),
    order: (order, id) =>
      inTurn(async () => {
        last = undefined
        try {
          const found = await using(options, (letters) =>
            order === 'retry' ? letters.retry(id) : letters.remove(id),
          )
          return found ? 'done' : 'missing'
        } catch (error) {
          return { problem: problemOf(error) }
        }
      }),
  }
}

function isOld({ at, tookMs, dead }: Reading, { health }: LettersOptions): boolean {
  const age = Date.now() - at
  return age > REST * tookMs && (age > FRESH || dead !== health().counters.dead)
}

async function readNow(options: LettersOptions): Promise<Reading> {
  const { dead } = options.health().counters
  const asked = Date.now()
  const view = await read(options)
  return { view, dead, at: Date.now(), tookMs: Date.now() - asked }
}

async function read(options: LettersOptions): Promise<LettersView> {
  const { settings } = options
  if (settings.executionType !== 'MESSAGING' || queuesOf(options).length === 0) return undefined
  try {
    return { letters: await using(options, (letters) => letters.list()) }
  } catch (error) {
    return error instanceof ConfigError ? undefined : { problem: problemOf(error) }
  }
}

async function using<T>(
  options: LettersOptions,
  act: (letters: DeadLetters) => Promise<T>,
): Promise<T> {
  const letters = await options.open(queuesOf(options))
  try {
    return await act(letters)
  } finally {
    await letters.close()
  }
}

/** As the processes name them; none until one has started. */
const queuesOf = ({ health }: LettersOptions): readonly string[] =>
  health().processes.find(({ status }) => status)?.status?.about.queues ?? []

function problemOf(error: unknown): string {
  if (error instanceof ForeignLetter || error instanceof SourceUnavailable) return error.message
  if (error instanceof ConfigError) return error.problems.join('; ')
  return error instanceof Error ? error.message : String(error)
}
