// `npm run test:failover`: every setting several times (FAILOVER_ROUNDS, 3 by default), and a table of what was lost.
import { env } from 'node:process'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { clusterDeployment, sentinelDeployment, type Deployment } from './deployments.ts'
import { restart, restarts } from './restart.ts'
import { run, settings, type Verdict } from './run.ts'

const binary = inject('redisServer') ?? ''
const rounds = Array.from({ length: Number(env['FAILOVER_ROUNDS'] ?? 3) }, (_, round) => round)
const timeout = 240_000

const columns: readonly [string, (verdict: Verdict) => number][] = [
  ['tasks', ({ tasks }) => tasks],
  ['lost', ({ lostTasks }) => lostTasks],
  ['leased twice', ({ leasedTwice }) => leasedTwice],
  ['deletions undone', ({ undoneDeletions }) => undoneDeletions],
  ['resources', ({ resources }) => resources],
  ['lost', ({ lostResources }) => lostResources],
  ['sent', ({ pushed }) => pushed],
  ['never', ({ neverSent }) => neverSent],
  ['twice', ({ sentTwice }) => sentTwice],
]

const rows: (readonly string[])[] = []

function note(where: string, setting: string, what: string, verdicts: readonly Verdict[]): void {
  const sums = columns.map(([, of]) => String(verdicts.reduce((sum, one) => sum + of(one), 0)))
  const away = verdicts.map(({ secondsAway }) => secondsAway)
  const span = `${Math.min(...away).toFixed(1)}–${Math.max(...away).toFixed(1)}`
  const slowest = Math.max(...verdicts.map(({ slowestSeconds }) => slowestSeconds)).toFixed(1)
  rows.push([where, setting, what, ...sums, span, slowest])
}

afterAll(() => {
  const titles = ['where', 'setting', 'what', ...columns.map(([title]) => title)]
  for (const row of [[...titles, 's until all is well', 'slowest answer, s'], ...rows])
    console.log(`| ${row.join(' | ')} |`)
})

const deployments: readonly [string, (binary: string) => Promise<Deployment>][] = [
  ['cluster', clusterDeployment],
  ['Sentinel', sentinelDeployment],
]

const nothingInvented = { invented: [] }
const nothingLost = {
  ...nothingInvented,
  lostTasks: 0,
  leasedTwice: 0,
  undoneDeletions: 0,
  lostResources: 0,
  neverSent: 0,
}

describe.skipIf(inject('redisServer') === null)('failovers', () => {
  for (const [where, deploy] of deployments)
    for (const setting of Object.values(settings))
      for (const replica of ['in step', 'behind'] as const)
        test(
          `${where}, ${setting.name}, replica ${replica}`,
          { timeout: rounds.length * timeout },
          async () => {
            await using deployment = await deploy(binary)
            const verdicts: Verdict[] = []
            for (const _ of rounds) verdicts.push(await run(deployment, setting, replica))
            note(where, setting.name, `killed, replica ${replica}`, verdicts)
            for (const verdict of verdicts) {
              expect(verdict).toMatchObject(setting.losesNothing ? nothingLost : nothingInvented)
            }
          },
        )

  test.each(restarts)(
    'one server, $name',
    { timeout: rounds.length * timeout },
    async (setting) => {
      const verdicts: Verdict[] = []
      for (const _ of rounds) verdicts.push(await restart(binary, setting))
      note('one server', setting.name, 'killed and started again', verdicts)
      const promised = { invented: [], lostTasks: 0, leasedTwice: 0, lostResources: 0 }
      for (const verdict of verdicts)
        expect(verdict).toMatchObject(setting.losesNothing ? promised : nothingInvented)
    },
  )
})
