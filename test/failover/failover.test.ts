// A failover under load, on two servers that go on: where nothing may be lost, nothing is; where something may, nothing is invented.
// The short form; `npm run test:failover` repeats all settings and prints a table.
import { describe, expect, inject, test } from 'vitest'
import { clusterDeployment, sentinelDeployment } from './deployments.ts'
import { lineOf, run, settings, type Verdict } from './run.ts'

const binary = inject('redisServer') ?? ''
const timeout = 240_000

const nothingLost = {
  lostTasks: 0,
  leasedTwice: 0,
  undoneDeletions: 0,
  lostResources: 0,
  neverSent: 0,
}

/** Every refusal is a sentence that says what to see to. */
function expectSentences({ refusals }: Verdict): void {
  for (const sentence of refusals.keys())
    expect(sentence).toMatch(/cannot be used now \(|this was done, but|has lost bytes of an upload/)
}

describe.skipIf(inject('redisServer') === null)('a master that is killed under load', () => {
  test('in a cluster', { timeout }, async () => {
    await using cluster = await clusterDeployment(binary)
    const plain = await run(cluster, settings.asynchronous, 'behind')
    console.log(`asynchronous replication, replica behind: ${lineOf(plain)}`)
    expect(plain.invented).toEqual([])
    expectSentences(plain)
    const waited = await run(cluster, settings.wait, 'behind')
    console.log(`wait=1, replica behind: ${lineOf(waited)}`)
    expect(waited).toMatchObject({ ...nothingLost, invented: [] })
    expectSentences(waited)
  })

  test('and watched by Sentinels', { timeout }, async () => {
    await using watched = await sentinelDeployment(binary)
    const waited = await run(watched, settings.wait, 'behind')
    console.log(`Sentinel, wait=1, replica behind: ${lineOf(waited)}`)
    expect(waited).toMatchObject({ ...nothingLost, invented: [] })
    expectSentences(waited)
  })
})
