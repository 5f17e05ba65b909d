// A worker that does nothing, so that what is measured is the host.
import { defineWorker } from '../src/index.ts'

export default defineWorker<unknown, { n: number }>({ name: 'noop', process: () => ({ n: 1 }) })
