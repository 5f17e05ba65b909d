// The seed of all that is left to chance: FAULT_SEED, or a new one; either way it is printed, so that a run can be made again.
import { randomUUID } from 'node:crypto'
import { env } from 'node:process'
import type { TestProject } from 'vitest/node'

export default function setup(project: TestProject): void {
  const seed = env['FAULT_SEED'] ?? randomUUID().slice(0, 8)
  console.log(`FAULT_SEED=${seed}`)
  project.provide('faultSeed', seed)
}
