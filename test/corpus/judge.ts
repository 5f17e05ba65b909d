// Tries requests of every kind on every method of some documents, and counts what comes out as it has to.
import { isDeepStrictEqual } from 'node:util'
import { serverOf, type TestServer } from '../helpers/server.ts'
import { naiveRoutes } from './naive_routes.ts'
import { comparable } from './oracle.ts'
import { BYTES, Recorder } from './recorder.ts'
import { casesOf, type Held, type MethodCase } from './requests.ts'
import { acceptedTrials } from './trials/accepted.ts'
import { bodyTrials } from './trials/bodies.ts'
import { parameterTrials } from './trials/parameters.ts'
import { routeTrials } from './trials/routes.ts'
import type { Pick } from './trials/sampling.ts'
import { systemTrials } from './trials/system.ts'
import type { Trial } from './trials/trial.ts'
import { NoValue } from './values.ts'

export interface Judgement {
  /** Trials by document and kind. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, Count>>
  /** What came out otherwise, with the request; the first of each kind in each document. */
  readonly failures: readonly Failure[]
}

export interface Count {
  passed: number
  failed: number
}

export interface Failure {
  readonly api: string
  readonly kind: string
  readonly request: string
  readonly expected: string
  readonly actual: string
}

interface Options {
  /** All, or some. */
  readonly pick: Pick
  /** Another seed chooses other values. */
  readonly seed: string
}

export async function judge(held: readonly Held[], { pick, seed }: Options): Promise<Judgement> {
  const bench = benchOf(held)
  const counts = new Map<string, Map<string, Count>>()
  const failures: Failure[] = []
  for (const trial of trialsFor(held, pick, seed)) {
    const { name, version } = trial.of.document
    const kinds = counts.getOrInsertComputed(`${name}:${version}`, () => new Map<string, Count>())
    const count = kinds.getOrInsertComputed(trial.kind, () => ({ passed: 0, failed: 0 }))
    const failure = await bench.failureOf(trial)
    if (failure === undefined) count.passed += 1
    else if ((count.failed += 1) === 1) failures.push(failure)
  }
  return { counts, failures }
}

function* trialsFor(held: readonly Held[], pick: Pick, seed: string): Generator<Trial> {
  const allowedFor = naiveRoutes(held.flatMap(casesOf))
  for (const one of held) {
    const met = new Set<string>()
    for (const method of casesOf(one)) {
      const salt = `${seed} ${method.method.id} `
      if (sharesPath(method)) continue
      try {
        yield* acceptedTrials(method, salt)
        yield* parameterTrials(method, salt, pick)
        yield* bodyTrials(method, salt, pick, met)
        yield* systemTrials(method, salt, pick)
        yield* pick([...routeTrials(method, salt, allowedFor)], 2, salt)
      } catch (error) {
        if (!(error instanceof NoValue)) throw error
        yield unmade(method, error)
      }
    }
  }
}

/** A pattern that no value was made for; the judge has to learn it. */
const unmade = (of: MethodCase, { message }: NoValue): Trial => ({
  kind: 'no value',
  of,
  httpMethod: 'GET',
  path: message,
  expected: { status: 0, answer: message },
})

/** A document and a list of documents of Firestore's have the same paths. */
export const sharesPath = ({ method }: MethodCase): boolean =>
  method.id === 'firestore.projects.databases.documents.list'

interface Bench {
  failureOf(trial: Trial): Promise<Failure | undefined>
}

/** All documents in one server, where every method answers a message with all its fields. */
function benchOf(held: readonly Held[]): Bench {
  const recorder = new Recorder()
  const server = serverOf(held.map((one) => recorder.apiOf(one)))
  return {
    async failureOf(trial) {
      const { status, headers, text } = await ask(server, trial)
      const { expected, of } = trial
      const seen = recorder.take(of)
      const fail = (wanted: unknown, actual: unknown) =>
        failure(
          trial,
          wanted,
          `${headers.get('x-emulator-method')} ${status} ${shown(actual)} ${server.log.at(-1)?.error ?? ''}`,
        )
      const isRoute = 'answer' in expected && [404, 405].includes(expected.status)
      if (headers.get('x-emulator-method') !== (isRoute ? null : of.method.id))
        return fail('the method', text)
      if ('answer' in expected) {
        const wanted = `${JSON.stringify(expected.answer, null, 2)}\n`
        const isSame = text === wanted || comparable(text) === comparable(wanted)
        return isSame && status === expected.status ? undefined : fail(wanted, text)
      }
      if (status >= 300) return fail('an answer', text)
      const got = { params: expected.params, body: expected.body }
      if (!isDeepStrictEqual(seen, got)) return fail(got, seen)
      const answer = expected.bytes ? BYTES : answerText(of, recorder.sampleOf(of), expected.only)
      return text === answer ? undefined : fail(answer, text)
    },
  }
}

const ask = (server: TestServer, { of, httpMethod, path, body, headers }: Trial) =>
  server.request(`/${of.host}/${path}`, {
    method: httpMethod,
    ...(body !== undefined && { body }),
    ...(headers !== undefined && { headers }),
  })

/** A method without a response answers nothing. */
function answerText({ document, method }: MethodCase, sample: unknown, only?: string): string {
  if (method.response === undefined) return ''
  const indent = document.parameters?.['prettyPrint']?.default === 'false' ? 0 : 2
  if (only === undefined) return `${JSON.stringify(sample, null, indent)}\n`
  const part = (sample as Readonly<Record<string, unknown>>)[only]
  return `${JSON.stringify({ [only]: part }, null, indent)}\n`
}

const failure = (
  { of, kind, httpMethod, path, body }: Trial,
  wanted: unknown,
  actual: string,
): Failure => ({
  api: `${of.document.name}:${of.document.version}`,
  kind,
  request: `${httpMethod} /${of.host}/${path} ${body ?? ''}`,
  expected: `${of.method.id} ${shown(wanted)}`,
  actual,
})

const shown = (value: unknown): string =>
  typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : JSON.stringify(value)
