// Runs the queue's command line client: as a rule within the test's process, and dev/queue_client.ts as a process of its own.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { commandHere } from './command_here.ts'

export const entry = join(import.meta.dirname, '../../dev/queue_client.ts')

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

type Client = (...args: readonly string[]) => Promise<Run>

export interface QueueClient extends Client {
  /** As a process of its own, with something on standard input. */
  reading(input: string, ...args: readonly string[]): Promise<Run>
  /** As a process of its own, with flags for Node. */
  under(flags: readonly string[]): Client
}

/** The client in `folder`, with a queue of its own on the server at `url`. */
export function queueClient(url: string, folder: string): QueueClient {
  const env = {
    PROJECT_NAME: 'p',
    QUEUE_NAME: randomUUID(),
    API_DISCOVERY_URL: `${url}/api/{api}/{apiVersion}`,
  }
  const run = async (args: readonly string[], input = ''): Promise<Run> => {
    const child = spawn(process.execPath, args, { cwd: folder, env })
    child.stdin.end(input)
    const closed = new Promise<number | null>((resolve) => void child.once('close', resolve))
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
    return { code, out, err }
  }
  const here: Client = async (...args) => {
    const { code, out, err } = await commandHere({ command: 'queue', args, env, folder })
    return { code, out, err }
  }
  return Object.assign(here, {
    reading: (input: string, ...args: readonly string[]) => run([entry, ...args], input),
    under:
      (flags: readonly string[]): Client =>
      (...args) =>
        run([...flags, entry, ...args]),
  })
}
