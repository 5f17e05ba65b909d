// Runs the scenarios with the client, each in a fork of its own, many at a time: they wait most of their time.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { versionsOf } from '../packages.ts'
import { lineOf, type Line, type Suite } from '../suite.ts'
import { calls } from './calls.ts'
import { faultOf } from './faults.ts'
import { scenarios, type Scenario } from './scenarios.ts'
import { worldIn, type Precondition } from './world.ts'

const AT_ONCE = 16

export const storageRetry: Suite = {
  name: 'storage-retry',
  about: `The scenarios by which Google tests when its clients for Cloud Storage repeat a call, with \`@google-cloud/storage\`. The
client's package has neither the scenarios nor the calls, and the server that they are made for, a testbench in Python, is in no
registry: scenarios and calls are a table of our own, made of the facts of \`retryStrategyTestData.json\` and
\`retryInvocationMap.json\` (repository googleapis/google-cloud-node, \`handwritten/storage/conformance-test\`). A line passes if the
client ends as the scenario says and has met every fault. The testbench's instructions are faults of the emulator
([control.md](control.md)); only its 408 is a 429 here, which the client repeats by the same rule.`,
  found: async () => ({ versions: await versionsOf(['@google-cloud/storage']) }),
  async run(url) {
    const folder = await mkdtemp(join(tmpdir(), 'storage-retry-'))
    process.on('uncaughtException', passOverTeenyRequest)
    const trials = scenarios.flatMap(trialsOf)
    const lines: Line[] = []
    let next = 0
    const work = async (): Promise<void> => {
      for (let i = next++; i < trials.length; i = next++)
        lines[i] = await lineOf(trials[i]!.name, () => attempt(trials[i]!, url, `t${i}`, folder))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    process.off('uncaughtException', passOverTeenyRequest)
    await rm(folder, { recursive: true })
    return lines
  },
}

/** The client's HTTP library throws outside of any call where a stream that failed is read after all; the call has ended by then. */
function passOverTeenyRequest(error: Error): void {
  if (!error.stack?.includes('teeny-request')) throw error
}

interface Trial {
  readonly name: string
  readonly scenario: Scenario
  readonly method: string
  readonly call: string
  readonly instructions: readonly string[]
  readonly precondition: Precondition
}

function trialsOf(scenario: Scenario): readonly Trial[] {
  const preconditions: readonly Precondition[] = scenario.preconditions
    ? ['call', 'instance']
    : ['none']
  return scenario.methods.flatMap((method) =>
    Object.keys(calls[method]!).flatMap((call) =>
      scenario.cases.flatMap((instructions) =>
        preconditions.map((precondition) => {
          const said = precondition === 'none' ? '' : `, precondition of the ${precondition}`
          const name = `${scenario.id}. ${scenario.title}: ${call}${said}: ${instructions.join(', ')}`
          return { name, scenario, method, call, instructions, precondition }
        }),
      ),
    ),
  )
}

async function attempt(
  { scenario, method, call, instructions, precondition }: Trial,
  url: string,
  fork: string,
  folder: string,
): Promise<void> {
  await control(url, 'POST', `forks?forkId=${fork}`)
  try {
    const world = await worldIn(url, fork, precondition)
    const names = new Set<string>()
    for (const instruction of instructions) {
      const fault = { fork, ...faultOf(instruction, method.replace('resumable ', '')) }
      names.add((await control<{ name: string }>(url, 'POST', 'faults', fault)).name)
    }
    const outcome = await calls[method]![call]!(world, folder).then(
      () => undefined,
      (error: Error) => error,
    )
    if (scenario.succeeds && outcome !== undefined) throw outcome
    if (!scenario.succeeds && outcome === undefined) throw new Error('the call was answered well')
    const { faults } = await control<{ faults: { name: string; hits: number }[] }>(
      url,
      'GET',
      'faults',
    )
    const missed = faults.filter(({ name, hits }) => names.has(name) && hits === 0).length
    if (missed > 0)
      throw new Error(
        `${missed} of ${names.size} faults not met; it ended with ${outcome?.message}`,
      )
  } finally {
    await control(url, 'DELETE', `forks/${fork}`)
  }
}

async function control<T>(
  url: string,
  method: string,
  path: string,
  body: object = {},
): Promise<T> {
  const answer = await fetch(`${url}/_emulator/v1/${path}`, {
    method,
    ...(method === 'POST' && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
