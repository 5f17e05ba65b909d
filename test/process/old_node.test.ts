// Who runs the entry with a Node that cannot run TypeScript is told so, instead of being shown a syntax error.
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { expect, test } from 'vitest'
import { runCommand } from '../helpers/server_process.ts'

/** A Node on this machine that is older than 24, if there is one. */
const old = (env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((file) => {
    try {
      accessSync(file, constants.X_OK)
      const version = execFileSync(file, ['--version'], { encoding: 'utf8' })
      return Number(/^v(\d+)/.exec(version)?.[1] ?? 99) < 24
    } catch {
      return false
    }
  })

test.skipIf(old === undefined)('an old Node is one sentence and exit code 1', async () => {
  const { code, out, err } = await runCommand({ ...(old !== undefined && { node: old }) })
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(
    /^discovery-emulator needs Node 24 or newer; this is Node [\d.]+\. In a clone of its repository, the npm scripts [^\n]*\n$/,
  )
})
