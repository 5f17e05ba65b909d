// A server for a suite: a process of the command line, as users start it, on a free port.
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { env } from 'node:process'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../..')
const own = join(root, 'api_data')

/** By the name of a document, the client whose protos make it reachable by gRPC. */
const protos: Readonly<Record<string, string>> = {
  cloudtasks_v2: 'tasks',
  pubsub_v1: 'pubsub',
  secretmanager_v1: 'secret-manager',
}

export interface Server extends AsyncDisposable {
  readonly url: string
}

/** Empty, all state in memory; it serves what comes with it, and Secret Manager, for which there is no code. */
export async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  await writeApiData(join(folder, 'apis'))
  const child = spawn(process.execPath, [join(root, 'bin/discovery-emulator.js'), 'serve'], {
    cwd: folder,
    env: {
      PATH: env['PATH'] ?? '',
      PORT: '0',
      STORE_URL: 'memory:',
      API_DATA: 'apis',
      ACCESSLOG: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => void child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const url = await addressIn(child.stdout)
  if (url !== undefined) return { url, [Symbol.asyncDispose]: stop }
  await stop()
  throw new Error('the server ended before it listened')
}

async function writeApiData(folder: string): Promise<void> {
  await mkdir(folder)
  const documents = (await readdir(own)).filter((name) => name.endsWith('.api'))
  for (const document of documents) {
    const name = basename(document, '.api')
    await cp(join(own, document), join(folder, document))
    await writeFile(join(folder, `${name}.ts`), `export * from '${join(own, name)}.ts'\n`)
  }
  await cp(join(root, 'test/documents/secretmanager_v1.api'), join(folder, 'secretmanager_v1.api'))
  for (const [name, client] of Object.entries(protos)) {
    const descriptors = join(root, 'node_modules/@google-cloud', client, 'build/protos/protos.json')
    await cp(descriptors, join(folder, `${name}.protos.json`))
  }
}

async function addressIn(out: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(out)) {
    const url = /listens on (http:\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    out.resume()
    return url
  }
  return undefined
}
