// How near the answers of a method are to those that Google gave, as it was measured: docs/coverage/parity.json.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Parity {
  /** Recorded calls that were judged. */
  readonly calls: number
  /** Percent of them with the same status. */
  readonly status: number
  /** Percent of the values in our answers that are Google's; null where there are none. */
  readonly values: number | null
}

/** By API (`redis:v1`) and method. */
export type ParityTable = Readonly<Record<string, Readonly<Record<string, Parity>>>>

const file = join(import.meta.dirname, '../../../docs/coverage/parity.json')

/** Empty where nothing was measured. */
export async function readParity(path = file): Promise<ParityTable> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  return JSON.parse(text) as ParityTable
}
