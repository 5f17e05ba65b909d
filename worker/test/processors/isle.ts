// IsleConsumer's manner: each queue has its processor, out keys lead from one to the next.
import { defineWorker, PermanentError } from '../../src/index.ts'

export default defineWorker({
  name: 'isle',
  onStartup: ({ logger }) => logger.info('startup task'),
  onShutdown: ({ logger }) => logger.info('shutdown task'),
  processors: [
    {
      inKey: 'numbers',
      outKey: 'doubled',
      options: { arguments: { 'x-queue-type': 'quorum' } },
      process: ({ n }: { n: number }) => ({ n: n * 2 }),
    },
    {
      inKey: 'doubled',
      outKey: 'sentences',
      outMimetype: 'text/plain',
      process({ n }: { n: number }) {
        if (n === 26) throw new PermanentError('no such floor')
        return `it is ${n}`
      },
    },
  ],
})
