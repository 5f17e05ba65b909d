// `worker dead list | retry ID… | delete ID…`: the tasks that were given up.
import { readConfig, type Config } from '../config/config.ts'
import { ConfigError } from '../config/config_error.ts'
import { queueNames } from '../config/queue_names.ts'
import { print, printError } from '../log/printable.ts'
import { openLetters } from '../sources/open.ts'
import { ForeignLetter, type DeadLetter, type DeadLetters } from '../sources/source.ts'
import { UsageError } from './usage.ts'

export async function deadCommand(
  args: readonly string[],
  { folder, env }: { folder: string; env: NodeJS.ProcessEnv },
): Promise<number> {
  const [action = 'list', ...ids] = args
  const config = await readConfig({ env, folder })
  const letters = await lettersOf(config)
  try {
    if (action === 'list') return await list(letters)
    if (action !== 'retry' && action !== 'delete')
      throw new UsageError(`there is no "worker dead ${action}"; there are list, retry, delete`)
    if (ids.length === 0) throw new UsageError(`worker dead ${action} needs an id, or --all`)
    return await forEach(letters, action, ids)
  } finally {
    await letters.close()
  }
}

async function lettersOf(config: Config): Promise<DeadLetters> {
  const { settings } = config
  const problems = [...config.problems]
  const queues = queueNames(config, { type: settings.processorType, inKeys: [] }, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return openLetters({ settings, queues })
}

async function list(letters: DeadLetters): Promise<number> {
  for (const letter of await letters.list()) print(lineOf(letter))
  return 0
}

/** One line: a script reads it as JSON. */
function lineOf({ id, task, notice, diedAt }: DeadLetter): string {
  const { reason, attempts, error } = notice
  const payload = Buffer.from(task.payload)
  return JSON.stringify({
    id,
    task: task.id,
    queue: task.queue,
    reason,
    attempts,
    ...(diedAt !== undefined && { died_at: new Date(diedAt).toISOString() }),
    bytes: payload.length,
    payload: payload.subarray(0, 500).toString(),
    ...(error?.stack !== undefined && { stack: error.stack }),
  })
}

async function forEach(
  letters: DeadLetters,
  action: 'retry' | 'delete',
  ids: readonly string[],
): Promise<number> {
  const all = ids.includes('--all')
  const chosen = all ? (await letters.list()).map(({ id }) => id) : ids
  let missing = 0
  let foreigners = 0
  for (const id of chosen) {
    const there = await (action === 'retry' ? letters.retry(id) : letters.remove(id)).catch(foreign)
    if (there === 'foreign') {
      foreigners += 1
      continue
    }
    if (there) print(`${id}: ${action === 'retry' ? 'back in its queue' : 'deleted'}`)
    else printError(`${id}: there is no such dead letter`)
    if (!there) missing += 1
  }
  return missing + foreigners === 0 ? 0 : 1
}

/** Says that a letter stays, and goes on with the others. */
function foreign(error: unknown): 'foreign' {
  if (!(error instanceof ForeignLetter)) throw error
  printError(error.message)
  return 'foreign'
}
