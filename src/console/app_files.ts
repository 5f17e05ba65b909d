// The scripts of the pages, as they are.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpResponse } from '../http/response.ts'

const FOLDER = join(import.meta.dirname, 'app')
const PREFIX = '/_emulator/console/'

let names: readonly string[] | undefined

/** Undefined for a path of something else. */
export function appFile(path: string): HttpResponse | undefined {
  if (!path.startsWith(PREFIX)) return undefined
  const name = path.slice(PREFIX.length)
  names ??= readdirSync(FOLDER)
  if (!names.includes(name)) return undefined
  return {
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=UTF-8', 'cache-control': 'no-store' },
    body: readFileSync(join(FOLDER, name), 'utf8'),
  }
}
