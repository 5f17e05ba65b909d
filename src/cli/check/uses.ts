// Where methods of APIs are used: in sources, archives (HAR), recordings and logs of calls.
import { readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Service } from '../../api/service.ts'
import { identifying } from '../replay/identify.ts'
import { readRecording } from '../replay/recording.ts'
import { rpcNames } from './rpc_names.ts'
import { sourceUses } from './source_uses.ts'
import type { Found, Use } from './use.ts'

const SOURCES = /\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|py)$/
const RECORDS = /\.(har|jsonl)(\.gz)?$/

/** Throws an Error that names the file that cannot be read. `folder`: of the documents, for their descriptors. */
export async function usesIn(
  path: string,
  services: readonly Service[],
  folder: string,
): Promise<Found> {
  const rpcs = await rpcNames(folder, services)
  const found: Found[] = []
  for (const file of await filesAt(path))
    if (SOURCES.test(file))
      found.push(sourceUses(file, await readFile(file, 'utf8'), services, rpcs))
    else
      found.push({
        uses: RECORDS.test(file) ? recordedUses(file, services) : await loggedUses(file),
        unclear: [],
      })
  return {
    uses: found.flatMap(({ uses }) => uses),
    unclear: found.flatMap(({ unclear }) => unclear),
  }
}

/** A file is read whatever its name; of a folder, sources, archives and recordings. */
async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: Error) => {
    throw new Error(`cannot read ${path}: ${error.message}`)
  })
  if (!found.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => !/(^|[\\/])(node_modules|\.git|\.venv|dist)([\\/]|$)/.test(name))
    .filter((name) => SOURCES.test(name) || RECORDS.test(name))
    .map((name) => join(path, name))
    .toSorted()
}

function recordedUses(file: string, services: readonly Service[]): Use[] {
  const identify = identifying(services)
  if (/\.har(\.gz)?$/.test(file)) return archivedUses(file, services)
  return readRecording(file, identify).flatMap(({ calls }) =>
    calls.map(({ api, id }) => ({ api, method: id, place: file })),
  )
}

interface Archive {
  readonly log?: {
    readonly entries?: readonly {
      readonly request: { readonly method: string; readonly url: string }
    }[]
  }
}

/** Calls of Google's hosts that no served API has are uses as well. */
function archivedUses(file: string, services: readonly Service[]): Use[] {
  const identify = identifying(services)
  const { log } = JSON.parse(textOf(file)) as Archive
  if (!Array.isArray(log?.entries)) throw new Error(`${file}: an archive must have log.entries`)
  return log.entries.flatMap(({ request: { method, url } }, i): Use[] => {
    if (!URL.canParse(url)) return []
    const place = `${file}#${i}`
    const found = identify(method, url)
    if (found !== undefined) return [{ api: found.api, method: found.id, place }]
    const { hostname, pathname } = new URL(url)
    const isGoogle = /(^|\.)googleapis\.com$/.test(hostname)
    return isGoogle ? [{ api: hostname, method: `${method} ${pathname}`, place }] : []
  })
}

function textOf(file: string): string {
  const bytes = readFileSync(file)
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

interface Log {
  readonly calls?: readonly { readonly method?: string; readonly api?: string }[]
}

/** A log of calls as the control API lists it. */
async function loggedUses(file: string): Promise<Use[]> {
  const text = await readFile(file, 'utf8')
  let log: Log
  try {
    log = JSON.parse(text) as Log
  } catch (error) {
    throw new Error(
      `${file} is neither source (.ts, .js, .py), nor an archive (.har), a recording (.jsonl) or a log of calls: ${(error as Error).message}`,
      { cause: error },
    )
  }
  if (!Array.isArray(log.calls)) throw new Error(`${file}: a log of calls must have "calls"`)
  return log.calls.flatMap(({ method = '', api = '' }) =>
    method === '' ? [] : [{ api, method, place: file }],
  )
}
