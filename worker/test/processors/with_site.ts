// A program with pages of its own, and the processor that it runs.
import { defineWorker, PermanentError } from '../../src/index.ts'
import { runService, type Settled } from '../../src/run_service.ts'

interface Message {
  readonly do: 'echo' | 'refuse'
  readonly text?: string
}

export default defineWorker<Message, object>({
  mostBytes: 1000,
  process({ do: what, text }) {
    if (what === 'refuse') throw new PermanentError('not this', { field: 'do' })
    return { text }
  },
  resultOfDead: (_, { message, field }: Error & { field?: string }) => ({ failed: message, field }),
})

// Loaded by a worker, this file is its processor.
if (import.meta.main)
  process.exit(
    await runService({
      name: 'site',
      version: '9.9.9',
      processor: import.meta.filename,
      // oxlint-disable-next-line node/no-process-env -- the test's own
      defaults: { QUEUE_NAME: process.env['DEFAULT_QUEUE'] ?? '' },
      check: ({ DEFAULT_QUEUE }) => (DEFAULT_QUEUE ? [] : ['DEFAULT_QUEUE is not set']),
      site: {
        open({ name, health, revive }) {
          const settled: Settled[] = []
          const pid = () => health().processes[0]?.pid ?? 'none'
          const pages: Record<string, () => string | Promise<string>> = {
            '/own': () => `own page of ${name}`,
            '/settled': () => JSON.stringify(settled),
            '/pid': () => String(pid()),
            '/revive': async () => {
              const { processes } = await revive({ silentMs: 5000, waitMs: 20_000 })
              return `${processes.filter(({ status }) => status?.started).length} of ${processes.length}`
            },
          }
          return {
            answer({ url = '' }, response) {
              const page = pages[url]
              if (page === undefined) return false
              void Promise.resolve(page()).then((text) => response.end(text))
              return true
            },
            onSettled: (each) => void settled.push(each),
          }
        },
      },
    }),
  )
