// The handler module beside a document, if there is one.
import { readdir } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DocumentError } from '../discovery/read/load.ts'
import { whyNotLoaded } from './why_not_loaded.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import type { HandlerModule } from './handlers.ts'
import type { Declared } from '../setting.ts'
import { declaredBy } from './declared_settings.ts'
import type { Pair } from './bind.ts'

/** Imports `<base>.ts` (or `.js`) beside each document. Throws a DocumentError naming every module that fails to load. */
export async function importHandlers(documents: readonly LoadedDocument[]): Promise<Pair[]> {
  letHandlersImportUs()
  const folders = new Set(documents.map(({ path }) => dirname(path)))
  const names = await Promise.all(
    [...folders].map(async (folder) => (await readdir(folder)).map((name) => join(folder, name))),
  )
  const paths = new Set(names.flat())
  const results = await Promise.all(documents.map((source) => pairOf(source, paths)))
  const problems = results.flatMap((result) => (typeof result === 'string' ? [result] : []))
  if (problems.length > 0)
    throw new DocumentError(
      ['handler modules that cannot be loaded:', ...problems.map((line) => `  ${line}`)].join('\n'),
    )
  return results.filter((result) => typeof result !== 'string')
}

/**
 * Settings that the modules of folders declare; that of a later folder only if it is beside no earlier one of its name.
 * One that cannot be loaded declares none: its documents will say why.
 */
export async function settingsIn(...folders: readonly string[]): Promise<Declared> {
  letHandlersImportUs()
  const files = new Map<string, string>()
  for (const folder of folders.toReversed())
    for (const file of await modulesIn(folder))
      files.set(file.replace(/\.[tj]s$/, ''), join(folder, file))
  const modules = await Promise.all(
    [...files.values()].map(async (path) => ({
      file: basename(path),
      module: await import(pathToFileURL(resolve(path)).href).then(
        (module: HandlerModule) => module,
        () => ({}),
      ),
    })),
  )
  return declaredBy(modules)
}

async function modulesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.filter(
    (name) => /\.[tj]s$/.test(name) && names.includes(name.replace(/\.[tj]s$/, '.api')),
  )
}

async function pairOf(source: LoadedDocument, paths: ReadonlySet<string>): Promise<Pair | string> {
  const base = source.path.replace(/\.api$/, '')
  for (const path of [`${base}.ts`, `${base}.js`]) {
    if (!paths.has(path)) continue
    try {
      return { source, module: (await import(pathToFileURL(path).href)) as HandlerModule }
    } catch (error) {
      return `${path}: ${whyNotLoaded(error, import.meta.filename)}`
    }
  }
  return { source, module: undefined }
}

let registered = false

/** A folder of handlers anywhere on the machine may import 'discovery-emulator' without installing it. */
function letHandlersImportUs(): void {
  if (registered) return
  registered = true
  registerHooks({
    resolve(specifier, context, next) {
      if (!/^discovery-emulator(\/|$)/.test(specifier)) return next(specifier, context)
      return next(specifier, { ...context, parentURL: import.meta.url })
    },
  })
}
