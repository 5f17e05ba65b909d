// Faults that are in force from the start.
import { readFile } from 'node:fs/promises'
import type { Fault } from './fault.ts'
import { readFaultLine, readFaults } from './read_fault.ts'

/** `setting`: a file of JSON, or a fault on one line. Throws an Error that says what is wrong, and where. */
export async function configuredFaults(setting: string): Promise<readonly Fault[]> {
  if (setting === '') return []
  if (setting.includes('=')) return [within('--faults', () => readFaultLine(setting))]
  const content = await readFile(setting, 'utf8').catch((error: Error) => {
    throw new Error(`cannot read the faults of ${setting}: ${error.message}`)
  })
  return within(setting, () => readFaults(content))
}

function within<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error })
  }
}
