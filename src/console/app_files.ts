// Files that are served as they are: the scripts of the pages, and what programs that read are told.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HttpResponse } from '../http/response.ts'

const FOLDER = join(import.meta.dirname, 'app')
const PREFIX = '/_emulator/console/'

let names: readonly string[] | undefined

/** Undefined for a path of something else. */
export function appFile(path: string): HttpResponse | undefined {
  if (path === '/llms.txt') return file(join(import.meta.dirname, 'llms.txt'), 'text/plain')
  if (!path.startsWith(PREFIX)) return undefined
  const name = path.slice(PREFIX.length)
  names ??= readdirSync(FOLDER)
  if (!names.includes(name)) return undefined
  return file(join(FOLDER, name), 'text/javascript')
}

const file = (path: string, type: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': `${type}; charset=UTF-8`, 'cache-control': 'no-store' },
  body: readFileSync(path, 'utf8'),
})
