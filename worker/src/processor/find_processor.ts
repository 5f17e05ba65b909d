// Finds the processor: the file by argument, setting, package.json or name, and in it the export that is a worker.
import { existsSync } from 'node:fs'
import { glob, readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { ConfigError } from '../config/config_error.ts'
import { loadWorker, type FoundWorker } from './load_worker.ts'

export interface ProcessorChoice {
  /** As given on the command line. */
  readonly argument?: string | undefined
  /** PROCESSOR_MODULE, PROCESSOR_TYPE. */
  readonly module: string
  readonly type: string
  readonly folder: string
}

/** Throws a ConfigError that lists the candidates where the choice is not clear. */
export async function findProcessor(choice: ProcessorChoice): Promise<FoundWorker> {
  const file = await findFile(choice)
  return loadWorker(file, choice.type)
}

const names = ['processor.ts', 'processor.mts', 'processor.js', 'processor.mjs']

async function findFile({ argument, module, folder }: ProcessorChoice): Promise<string> {
  if (argument !== undefined) return moduleAt(argument, folder, 'the file on the command line')
  if (module !== '') return moduleAt(module, folder, 'PROCESSOR_MODULE')
  const named = await namedInPackage(folder)
  if (named !== undefined) return moduleAt(named, folder, '"worker" in package.json')
  const found = names.map((name) => join(folder, name)).filter((path) => existsSync(path))
  const all = found.length > 0 ? found : await deeper(folder)
  const [only] = all
  if (only !== undefined && all.length === 1) return only
  if (only === undefined)
    throw new ConfigError([
      'there is no processor: name its file (worker run FILE), set PROCESSOR_MODULE, put "worker": "FILE" into package.json, or call it processor.ts',
    ])
  const list = all.map((path) => relative(folder, path)).join(', ')
  throw new ConfigError([
    `there are ${all.length} processors, choose one (worker run FILE): ${list}`,
  ])
}

async function deeper(folder: string): Promise<string[]> {
  const files = glob(
    names.map((name) => `**/${name}`),
    {
      cwd: folder,
      exclude: (path) => /(^|[/\\])(node_modules|\.[^/\\]+)$/.test(path),
    },
  )
  return (await Array.fromAsync(files)).map((path) => join(folder, path)).toSorted()
}

async function namedInPackage(folder: string): Promise<string | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const worker = (read as { worker?: unknown } | null)?.worker
    return typeof worker === 'string' ? worker : undefined
  } catch {
    return undefined
  }
}

/** A path with or without its extension, `service.processor` as Python names it, or a package. */
async function moduleAt(name: string, folder: string, said: string): Promise<string> {
  const paths = [name, ...(/^[\w.]+$/.test(name) ? [name.replaceAll('.', '/')] : [])]
  const tried = paths.flatMap((path) => ['', '.ts', '.mts', '.js', '.mjs'].map((end) => path + end))
  for (const path of tried.map((each) => resolve(folder, each))) if (await isFile(path)) return path
  try {
    return createRequire(join(folder, 'package.json')).resolve(name)
  } catch {
    throw new ConfigError([`${said} is "${name}", but there is no such file or package`])
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
