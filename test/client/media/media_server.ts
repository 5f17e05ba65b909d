// A server of Drive and Cloud Storage, from the documents of the corpus and the handlers beside this file.
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpusDirectory } from '../../helpers/corpus.ts'
import { startServer, type ServerProcess } from '../../helpers/server_process.ts'

export interface MediaFolder extends AsyncDisposable {
  /** Where uploads are kept. */
  readonly uploads: string
  /** A server process over this folder: another one goes on with the uploads of the first. */
  start(env?: Readonly<Record<string, string>>): Promise<ServerProcess>
}

export async function mediaFolder(): Promise<MediaFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'media-'))
  for (const name of ['storage_v1', 'drive_v3']) {
    await symlink(join(corpusDirectory!, `${name}.api`), join(folder, `${name}.api`))
    await symlink(join(import.meta.dirname, `${name}.ts`), join(folder, `${name}.ts`))
  }
  const uploads = join(folder, 'uploads')
  return {
    uploads,
    start: (env = {}) => startServer({ env: { API_DATA: folder, UPLOAD_DIR: uploads, ...env } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
