// A folder with some of our own APIs, for tests of what a server says when it serves just those.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const own = join(import.meta.dirname, '../../api_data')

/** The path of a folder with the document and the handlers of `names`, such as `taskqueue_v1beta2`. */
export function apiFolder(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'apis-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of names) {
    copyFileSync(join(own, `${name}.api`), join(folder, `${name}.api`))
    writeFileSync(join(folder, `${name}.ts`), `export * from '${join(own, name)}.ts'\n`)
  }
  return folder
}
