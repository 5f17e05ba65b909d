// What tests of the control API share: small APIs of their own, and requests to an emulator.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Emulator } from '../../src/index.ts'
import { notes, string } from '../helpers/notes_api.ts'

/** `counter:v1`, whose handler keeps a number. */
const counter = {
  ...notes,
  id: 'counter:v1',
  name: 'counter',
  title: 'Counter API',
  rootUrl: 'https://counter.googleapis.com/',
  baseUrl: 'https://counter.googleapis.com/',
  schemas: {
    Count: {
      id: 'Count',
      type: 'object',
      properties: { count: { type: 'integer', format: 'int32' }, time: string },
    },
  },
  resources: {
    counts: {
      methods: {
        add: {
          id: 'counter.counts.add',
          path: 'v1/counts:add',
          httpMethod: 'POST',
          parameters: {},
          response: { $ref: 'Count' },
        },
      },
    },
  },
}

const counterModule = `
export const open = ({ clock }) => ({ count: 0, clock })
export const handlers = {
  'counter.counts.add': (_, state) => ({ count: ++state.count, time: String(state.clock.now()) }),
}
`

/** A folder with both. */
export function testApis(): string {
  const folder = mkdtempSync(join(tmpdir(), 'control-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'notes_v1.api'), JSON.stringify(notes))
  writeFileSync(join(folder, 'counter_v1.api'), JSON.stringify(counter))
  writeFileSync(join(folder, 'counter_v1.js'), counterModule)
  return folder
}

interface Answer<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** Sends a request: `send(emulator, 'GET v1/projects/p/notes')`. */
export async function send<T = Record<string, unknown>>(
  { url }: Pick<Emulator, 'url'>,
  request: string,
  {
    body,
    headers = {},
  }: { readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer<T>> {
  const [verb, path] = request.split(' ') as [string, string]
  const response = await fetch(`${url}/${path}`, {
    method: verb,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const { status, headers: answered } = response
  return { status, headers: answered, body: (text === '' ? undefined : JSON.parse(text)) as T }
}

/** Creates a note; the answer's status. */
export async function note(
  emulator: Pick<Emulator, 'url'>,
  id: string,
  headers = {},
): Promise<number> {
  const { status } = await send(emulator, `POST v1/projects/p/notes?noteId=${id}`, {
    body: { text: id },
    headers,
  })
  return status
}

/** Names of the notes of project p. */
export async function notesOf(emulator: Pick<Emulator, 'url'>, headers = {}): Promise<string[]> {
  const { body } = await send<{ notes?: { name: string }[] }>(emulator, 'GET v1/projects/p/notes', {
    headers,
  })
  return (body.notes ?? []).map(({ name }) => name.split('/').at(-1)!)
}
