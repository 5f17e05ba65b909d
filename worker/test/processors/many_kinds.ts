// A worker for tests: what it does with a message is told by the message.
import { setTimeout as pause } from 'node:timers/promises'
import {
  defineWorker,
  PermanentError,
  RateLimited,
  RetryAfter,
  type Context,
} from '../../src/index.ts'

interface Message {
  readonly do?: string
  readonly ms?: number
  readonly n?: number
}

/** Ids of tasks that were told of a rate limit in this thread or child. */
const limited = new Set<string>()

async function act(
  message: Message,
  { attempt, signal, taskId, logger }: Context,
): Promise<unknown> {
  switch (message.do) {
    case 'sleep':
      await pause(message.ms ?? 0)
      return { slept: message.ms, attempt }
    case 'tell pid':
      logger.info(`the pid of the lane is ${process.pid}`)
      await pause(message.ms ?? 0)
      return {}
    case 'tell pid and hang':
      logger.info(`the pid of the lane is ${process.pid}`)
      for (;;);
    case 'sleep until aborted':
      await pause(message.ms ?? 1e6, undefined, { signal })
      return { slept: message.ms }
    case 'throw':
      throw new Error('as told')
    case 'throw once':
      if (attempt === 1) throw new Error('as told')
      return { attempt }
    case 'give up':
      throw new PermanentError('hopeless')
    case 'later':
      if (attempt === 1) throw new RetryAfter(message.ms ?? 0)
      return { attempt }
    case 'too many':
      if (limited.has(taskId)) return { attempt }
      limited.add(taskId)
      throw new RateLimited(message.ms ?? 0)
    case 'hang':
      if (attempt === 1) for (;;);
      return { attempt }
    case 'exit':
      if (attempt === 1) process.exit(3)
      return { attempt }
    case 'eat memory':
      if (attempt > 1) return { attempt }
      for (const eaten: unknown[] = []; ;) eaten.push(Array.from({ length: 1e5 }, Math.random))
    case 'too much':
      return { text: 'x'.repeat(message.n ?? 0) }
    default:
      return { taskId, attempt, n: message.n }
  }
}

export default defineWorker<Message>({
  name: 'many-kinds',
  version: '3.2.1',
  process: act,
})
