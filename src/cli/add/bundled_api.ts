// An API that comes with this package, in the user's own folder: the same document, and handlers to begin from.
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { RestDescription } from '../../discovery/document.ts'
import { ownApiData } from '../../config/api_data.ts'
import type { Wanted } from './fetch_document.ts'
import { handlerStubs, titleOf } from './handler_stubs.ts'

/** The file of the document, which fits the handlers better than the latest of Google's; undefined if there is none to take. */
export function bundledApi(apiData: string, { name, version, from }: Wanted): string | undefined {
  if (from !== undefined || name === undefined || version === undefined) return undefined
  if (existsSync(apiData) && realpathSync(apiData) === realpathSync(ownApiData)) return undefined
  const file = join(ownApiData, `${name}_${version}.api`)
  return existsSync(file) ? file : undefined
}

/** `base`: of the document's file name, `cloudtasks_v2`. */
export function bundledHandlers(document: RestDescription, base: string): string {
  const hasHandlers = ['ts', 'js'].some((end) => existsSync(join(ownApiData, `${base}.${end}`)))
  if (!hasHandlers) return handlerStubs(document, base)
  return `// The ${titleOf(document)} as it comes with discovery-emulator. For a method of your own:
//   import { handlers as own } from 'discovery-emulator/api_data/${base}'
//   export const handlers = { ...own, 'METHOD.ID': ({ params }) => ({}) }
export * from 'discovery-emulator/api_data/${base}'
`
}
