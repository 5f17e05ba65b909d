// Every store answers whatever operations come as the model does. A failure prints its seed and the shortest way to it.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { describeStores, newQueue } from '../helpers/stores.ts'
import { steps } from './commands.ts'
import { Model } from './model.ts'

describeStores('the model', ({ open }) => {
  test.for([
    [0, 'unordered'],
    [1, 'unordered'],
    [2, 'unordered'],
    [0, 'ordered'],
    [2, 'ordered'],
  ] as const)(
    'answers alike with maxLeases %i, %s',
    { timeout: 120_000 },
    async ([maxLeases, order]) => {
      const isOrdered = order === 'ordered'
      const clock = new Clock()
      await using store = await open(clock)
      const likeTheModel = fc.asyncProperty(steps, async (commands) => {
        const model = new Model(maxLeases, isOrdered)
        const queue = newQueue(maxLeases, isOrdered)
        const world = { store, queue, clock, model, begun: clock.now() }
        for (const command of commands) await command.run(world)
      })
      await expect(fc.assert(likeTheModel, { numRuns: 100 })).resolves.toBeUndefined()
    },
  )
})
