// Every store answers whatever operations come as the model does. A failure prints its seed and the shortest way to it.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { describeStores, newQueue } from '../helpers/stores.ts'
import { steps } from './commands.ts'
import { Model } from './model.ts'

describeStores('the model', ({ open }) => {
  test.for([0, 1, 2])(
    'answers alike with maxLeases %i',
    { timeout: 120_000 },
    async (maxLeases) => {
      const clock = new Clock()
      await using store = await open(clock)
      const likeTheModel = fc.asyncProperty(steps, async (commands) => {
        const model = new Model(maxLeases)
        const world = { store, queue: newQueue(maxLeases), clock, model, begun: clock.now() }
        for (const command of commands) await command.run(world)
      })
      await expect(fc.assert(likeTheModel, { numRuns: 100 })).resolves.toBeUndefined()
    },
  )
})
