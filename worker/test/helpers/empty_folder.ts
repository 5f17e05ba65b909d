// A folder for `worker init`, and it is gone after the test.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Its name has a blank, as folders of people have. */
export async function emptyFolder() {
  const base = await mkdtemp(join(tmpdir(), 'init-'))
  const folder = join(base, 'my services')
  await mkdir(folder)
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(base, { recursive: true, force: true }),
  }
}
