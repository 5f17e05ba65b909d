// A supervised worker that does what a test asks of it, and serves nobody else.
import { appendFileSync } from 'node:fs'
import { defineWorker } from '../../src/index.ts'

interface Message {
  readonly do?: 'block' | 'exit' | 'sleep'
  readonly ms?: number
}

const { env } = process

export default defineWorker<Message>({
  isolate: env['SUPERVISED_ISOLATE'] === 'process' ? 'process' : 'none',
  onStartup: () => {
    const failure = env['SUPERVISED_STARTUP']
    if (failure === 'throw') throw new Error('there is no database')
    if (failure === 'exit') process.exit(7)
  },
  onShutdown: () => {
    const file = env['SUPERVISED_SHUTDOWN']
    if (file !== undefined) appendFileSync(file, `${process.pid}\n`)
  },
  async process({ do: what, ms = 0 }, { attempt }) {
    if (what === 'block' && attempt === 1) for (;;);
    if (what === 'exit' && attempt <= ms) process.exit(9)
    if (what === 'sleep') await new Promise((resolve) => setTimeout(resolve, ms))
    return { pid: process.pid, attempt }
  },
})
