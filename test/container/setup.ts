// Builds the images once for all tests of containers; without an engine these are skipped, or fail where one is required.
import { env } from 'node:process'
import type { TestProject } from 'vitest/node'
import { build, hasEngine, root } from './docker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether containers can be run here. */
    readonly hasEngine: boolean
  }
}

/** What the Dockerfiles of services name, and what a user would call ours. */
export const images = {
  emulator: 'discovery-emulator',
  worker: 'discovery-emulator-worker:onbuild',
} as const

export default async function setup(project: TestProject): Promise<void> {
  const found = await hasEngine()
  project.provide('hasEngine', found)
  if (found) {
    await build(images.emulator, root)
    await build(images.worker, '--file', `${root}/worker/Dockerfile-onbuild`, root)
    return
  }
  const help = 'start Docker'
  if (env['REQUIRE_DOCKER'] === '1') throw new Error(`REQUIRE_DOCKER=1, but no engine: ${help}`)
  console.warn(`No container engine: its tests are skipped. To run them, ${help}.`)
}
