// The folder of documents where nobody names one: the user's, with the APIs that come with this package beside it.
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { settings } from './settings.ts'

/** The APIs that come with this package; the same place in the sources and in the package that is made of them. */
export const ownApiData = join(import.meta.dirname, '../../api_data')

export interface ApiFolders {
  readonly api_data: string
  /** Served beside those of `api_data`, which come first; undefined if there are no others. */
  readonly ownApiData: string | undefined
}

/** Whoever names a folder is served that alone. */
export function apiFolders(named: string | undefined): ApiFolders {
  if (named !== undefined) return { api_data: named, ownApiData: undefined }
  const usual = settings.api_data.default
  if (!existsSync(usual)) return { api_data: ownApiData, ownApiData: undefined }
  const isOwn = realpathSync(usual) === realpathSync(ownApiData)
  return { api_data: usual, ownApiData: isOwn ? undefined : ownApiData }
}
