// A folder for uploads that is gone after the tests of a file.
import { rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { UploadFolder } from '../../src/http/upload/folder.ts'

/** `now`: milliseconds since the epoch. */
export function uploadFolder(now = Date.now): { path: string; uploads: UploadFolder } {
  const path = join(tmpdir(), `uploads-${randomUUID()}`)
  afterAll(() => rm(path, { recursive: true, force: true }))
  return { path, uploads: new UploadFolder(path, now) }
}
