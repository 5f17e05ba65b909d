// `add … --protos from=SOURCE`: puts the descriptors of an API beside its document.
import { access, copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DocumentError } from '../../discovery/read/load.ts'

/** `from=@google-cloud/tasks`, a file or a folder. Returns what was done, a line. Throws a DocumentError, with nothing written. */
export async function addProtos(apiData: string, base: string, option: string): Promise<string> {
  const from = option.replace(/^from=/, '')
  const source = await sourceOf(from)
  const suffix = source.endsWith('.json') ? '.protos.json' : '.binpb'
  await refuseUnreadable(source, suffix)
  const path = join(apiData, `${base}${suffix}`)
  await copyFile(source, path)
  return `  ${path}  descriptors, for gRPC`
}

/** Where the npm clients of Google's have their protos. */
const IN_PACKAGE = ['build/protos/protos.json', 'protos/protos.json', 'protos.json']

async function sourceOf(from: string): Promise<string> {
  const path = resolve(from)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return path
  const folder = found?.isDirectory() ? path : packageFolder(from)
  if (folder === undefined)
    throw new DocumentError(
      `--protos: ${from} is no file, no folder and no package that is installed here (npm install ${from}).`,
    )
  for (const name of IN_PACKAGE) {
    const file = join(folder, name)
    if (await exists(file)) return file
  }
  throw new DocumentError(`--protos: ${folder} has none of ${IN_PACKAGE.join(', ')}.`)
}

/** Packages say nothing of the folder they are in but by a file that they export. */
function packageFolder(name: string): string | undefined {
  const places = createRequire(join(process.cwd(), 'package.json')).resolve.paths(name) ?? []
  for (const place of places) {
    try {
      return dirname(createRequire(join(place, 'x.js')).resolve(join(place, name, 'package.json')))
    } catch {
      // not in this one
    }
  }
  return undefined
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Read as the server will, by itself. */
async function refuseUnreadable(source: string, suffix: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'discovery-emulator-protos-'))
  try {
    await copyFile(source, join(folder, `protos${suffix}`))
    // Imported here: no other command needs it.
    const { loadDescriptors } = await import('../../grpc/descriptors/load.ts')
    const faults: string[] = []
    await loadDescriptors(folder, (sentence) => faults.push(sentence))
    if (faults.length > 0)
      throw new DocumentError(`--protos: ${source} cannot be read: ${faults.join(', ')}`)
  } finally {
    await rm(folder, { recursive: true })
  }
}
