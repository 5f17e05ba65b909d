// An emulator for a test, in its process.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuthMode } from './auth/auth.ts'
import type { Binding } from './auth/iam/bindings.ts'
import type { RoleTable } from './auth/iam/roles.ts'
import { ownApiData } from './config/api_data.ts'
import { settings } from './config/settings.ts'
import type { Emulator } from './emulator.ts'
import { silentLog } from './log.ts'
import { defaultsOf } from './setting.ts'

/** What is not said is as a test wants it: state in memory, no log, answers of handlers checked. */
export interface StartOptions {
  /** Folder of documents and handlers; by default the one that comes with this package. */
  readonly apiData?: string
  /** Where tasks and resources are kept, as STORE_URL says it; by default in memory. */
  readonly storeUrl?: string
  /** Which calls are refused; `off` by default. */
  readonly auth?: AuthMode
  /** Roles besides those that are known, by name: `{ 'roles/my.reader': ['pubsub.topics.get'] }`. */
  readonly roles?: RoleTable
  /** Policies from the start, by name of the resource: `{ 'projects/p': { bindings: [{ role, members }] } }`. */
  readonly policies?: Readonly<Record<string, { readonly bindings: readonly Binding[] }>>
  /** Values of the settings that modules declare: `{ queue_yaml: 'queue.yaml' }`. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** Ids and tags are made from it: the same ones in every run. By default they are new ones. */
  readonly idSeed?: string
  /** Folder for what is known of many documents, which makes the next start of a test over hundreds of them fast. */
  readonly cacheDir?: string
}

/**
 * An emulator for a test: on a free port, tasks in memory, silent, answers checked against their documents.
 * Any number may run in one process.
 */
export async function startEmulator(options: StartOptions = {}): Promise<Emulator> {
  // Handler modules import `discovery-emulator`, and every command reads those: what a server is made of is loaded when one starts.
  const { openEmulator } = await import('./emulator.ts')
  const uploads = join(tmpdir(), `discovery-emulator-uploads-${randomUUID()}`)
  const emulator = await openEmulator(
    {
      ...defaultsOf(settings),
      bind: '127.0.0.1:0',
      store_url: options.storeUrl ?? 'memory:',
      upload_dir: uploads,
      cache_dir: options.cacheDir ?? '',
      id_seed: options.idSeed ?? '',
      auth: options.auth ?? 'off',
      keys_dir: '',
      roles: options.roles === undefined ? '' : JSON.stringify(options.roles),
      policies: options.policies === undefined ? '' : JSON.stringify(options.policies),
      api_data: options.apiData ?? ownApiData,
      ofModules: options.settings ?? {},
      validate_responses: true,
      graceful_timeout: 1,
    },
    { warn: () => {}, log: silentLog },
  )
  const stop = async () => {
    await emulator.stop()
    await rm(uploads, { recursive: true, force: true })
  }
  return { ...emulator, stop, [Symbol.asyncDispose]: stop }
}
