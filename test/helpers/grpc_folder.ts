// A folder with documents and the descriptors that Google's clients ship, for tests of the gRPC door.
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpusDirectory } from './corpus.ts'

const root = join(import.meta.dirname, '../..')

export interface GrpcFolder extends AsyncDisposable {
  readonly path: string
  write(name: string, content: string | Uint8Array): Promise<void>
}

/** By the name of a document, the client of `@google-cloud` whose protos lie beside it; undefined: none do. */
export async function grpcFolder(
  apis: Readonly<Record<string, string | undefined>>,
): Promise<GrpcFolder> {
  const path = await mkdtemp(join(tmpdir(), 'grpc-'))
  for (const [name, client] of Object.entries(apis)) {
    await cp(documentFile(name), join(path, `${name}.api`))
    if (client === undefined) continue
    const protos = join(root, 'node_modules/@google-cloud', client, 'build/protos/protos.json')
    await cp(protos, join(path, `${name}.protos.json`))
  }
  return {
    path,
    write: (name, content) => writeFile(join(path, name), content),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  }
}

/** Google's document where there is a corpus, else ours of the same API. */
function documentFile(name: string): string {
  const folders = [corpusDirectory, join(root, 'api_data'), join(root, 'test/documents')]
  const files = folders.flatMap((folder) =>
    folder === undefined ? [] : [join(folder, `${name}.api`)],
  )
  const found = files.find((file) => existsSync(file))
  if (found === undefined) throw new Error(`there is no document ${name}: set CORPUS`)
  return found
}
