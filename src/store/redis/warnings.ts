// What of a Redis's settings endangers what is kept in it.
import type { Client } from './scripts.ts'

/** One sentence for each danger; none where Redis does not tell its settings. */
export async function warningsOf(client: Client): Promise<string[]> {
  const setting = async (name: string): Promise<string | undefined> => {
    try {
      const answer: unknown = await client.config('GET', name)
      return Array.isArray(answer) ? String(answer[1]) : undefined
    } catch {
      return undefined // managed services forbid CONFIG
    }
  }
  const warnings: string[] = []
  const policy = await setting('maxmemory-policy')
  if (policy !== undefined && policy !== 'noeviction') {
    warnings.push(
      `Redis drops keys when its memory is full (maxmemory-policy ${policy}), and tasks and resources with them: set it to noeviction`,
    )
  }
  if ((await setting('appendonly')) === 'no') {
    warnings.push(
      'Redis does not log what it stores (appendonly no), so its restart loses tasks and resources: set appendonly to yes',
    )
  }
  return warnings
}
