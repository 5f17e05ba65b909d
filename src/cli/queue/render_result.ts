// A render service's result: read from a task's payload, and kept as a file.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { parse } from 'node:path'
import { exitCodes, Fault } from './faults.ts'
import type { Task } from './queue.ts'

/** What a result holds; undefined where the service says that it failed. */
interface RenderedDocument {
  readonly filename: string
  readonly bytes: Buffer
}

/** Why the service failed, where its result says so. */
export function reasonIn(task: Task): string | undefined {
  const { error } = resultIn(task)
  const message = typeof error === 'object' && error !== null && 'message' in error && error.message
  return typeof message === 'string' ? message : undefined
}

/** Throws a Fault for a task that is no result. */
export async function documentIn(task: Task): Promise<RenderedDocument | undefined> {
  const result = resultIn(task)
  if (result['success'] === false) return undefined
  const { kind, url, filename, document } = result
  if (kind === 'result#link' && typeof url === 'string') {
    return { filename: nameIn(url), bytes: await download(url) }
  }
  if (kind === 'result#document' && typeof document === 'string') {
    const name = typeof filename === 'string' ? filename : ''
    return { filename: name, bytes: Buffer.from(document, 'base64') }
  }
  throw new Fault(exitCodes.refused, `Task ${task.id} is no result of the render service.`)
}

/** Writes to `out`, or under the document's own name into the current folder, beside a file of that name. */
export async function keep(
  { filename, bytes }: RenderedDocument,
  out: string | undefined,
): Promise<{ path: string; note: string }> {
  if (out !== undefined) {
    const note = existsSync(out) ? ', in place of the file that was there' : ''
    await writeFile(out, bytes)
    return { path: out, note }
  }
  const wanted = safeName(filename)
  const { name, ext } = parse(wanted)
  for (let copy = 1; ; copy += 1) {
    const path = copy === 1 ? wanted : `${name} ${copy}${ext}`
    try {
      await writeFile(path, bytes, { flag: 'wx' })
      return { path, note: copy === 1 ? '' : `; there is a ${wanted} already` }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** A name that stays in the folder it is written to, and visible there. */
function safeName(filename: string): string {
  const base = filename.split(/[/\\]/).at(-1) ?? ''
  const plain = base.replaceAll(/\p{Cc}/gu, '').replace(/^[.\s]+/, '')
  const { name, ext } = parse(plain)
  // File systems take 255 bytes, and a character may be three of them.
  return `${name.slice(0, 70)}${ext.slice(0, 10)}` || 'document.pdf'
}

function resultIn({ id, payloadBase64 = '' }: Task): Record<string, unknown> {
  try {
    const payload: unknown = JSON.parse(Buffer.from(payloadBase64, 'base64').toString())
    if (typeof payload === 'object' && payload !== null) return { ...payload }
  } catch {
    // Said below.
  }
  throw new Fault(exitCodes.refused, `Task ${id} is no result of the render service.`)
}

const nameIn = (url: string): string => decodeURIComponent(URL.parse(url)?.pathname ?? '')

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url).catch(() => undefined)
  if (response?.ok) return Buffer.from(await response.arrayBuffer())
  const reason = response === undefined ? 'no answer' : `status ${response.status}`
  throw new Fault(exitCodes.refused, `Cannot download the document from ${url}: ${reason}.`)
}
