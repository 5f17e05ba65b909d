// The log of calls: what tests assert, people look at, and other tools read.
import { google } from 'googleapis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { note, send, testApis } from './helpers.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ apiData: testApis() })
})
afterAll(() => emulator.stop())
beforeEach(() => emulator.reset())

interface CallBody {
  readonly id: string
  readonly method: string
  readonly status: string
  readonly params: object
}

const listed = async (query = '') =>
  (await send<{ calls: CallBody[] }>(emulator, `GET _emulator/v1/calls${query}`)).body.calls

describe('calls', () => {
  test('have their method, typed parameters, message, answer and error', async () => {
    await note(emulator, 'a')
    await note(emulator, 'a')
    await send(emulator, 'GET v1/projects/p/notes?pageSize=x')
    const [created, again, refused] = emulator.calls.list()
    expect(created).toMatchObject({
      method: 'notes.projects.notes.create',
      origin: 'stateful',
      door: 'http',
      params: { parent: 'projects/p', noteId: 'a' },
      message: { text: 'a' },
      code: 200,
      status: 'OK',
      answer: { name: 'projects/p/notes/a' },
    })
    expect(again).toMatchObject({ code: 409, status: 'ALREADY_EXISTS', error: { code: 409 } })
    expect(refused).toMatchObject({ code: 400, params: { pageSize: 'x' } })
  })

  test('are found by method, status, text and what they hold', async () => {
    await note(emulator, 'a')
    await note(emulator, 'b')
    await note(emulator, 'b')
    expect((await listed('?method=*.create&status=OK')).length).toBe(2)
    expect((await listed('?status=4xx')).map(({ status }) => status)).toEqual(['ALREADY_EXISTS'])
    expect((await listed('?text=NOTES/A')).length).toBe(1)
    expect(emulator.calls.list({ params: { noteId: 'b' } }).length).toBe(2)
    expect(emulator.calls.list({ message: { text: 'c' } })).toEqual([])
    const [first] = await listed('?pageSize=1000')
    expect((await listed(`?after=${first!.id}`)).length).toBe(2)
  })

  test('of a fork are its own, and those of the control API are none', async () => {
    await using fork = await emulator.fork()
    await note(emulator, 'a', fork.headers)
    expect(fork.calls.list().length).toBe(1)
    expect(emulator.calls.list()).toEqual([])
    expect((await listed()).map(({ method }) => method)).toEqual(['notes.projects.notes.create'])
  })

  test('are waited for', async () => {
    const waiting = send<CallBody>(emulator, 'POST _emulator/v1/calls:wait', {
      body: { method: '*.create', message: { text: 'late' }, timeout: '10s' },
    })
    await note(emulator, 'early')
    await note(emulator, 'late')
    expect((await waiting).body).toMatchObject({ params: { noteId: 'late' } })
    const none = await send(emulator, 'POST _emulator/v1/calls:wait', {
      body: { method: 'x', timeout: '0.01s' },
    })
    expect(none.status).toBe(504)
    await expect(emulator.calls.wait({ method: 'x' }, 0.01)).rejects.toThrow('no call came within')
  })

  test('leave no credential in lists and archives', async () => {
    await send(
      emulator,
      'POST v1/projects/p/notes?noteId=k&key=AIzaSECRET&access_token=ya29.SECRET',
      {
        body: { privateKey: 'SECRET' },
        headers: { authorization: 'Bearer SECRET' },
      },
    )
    const [list, har] = await Promise.all([
      fetch(`${emulator.url}/_emulator/v1/calls`).then((answer) => answer.text()),
      fetch(`${emulator.url}/_emulator/v1/calls:har`).then((answer) => answer.text()),
    ])
    expect(list + har).not.toContain('SECRET')
    const { log } = JSON.parse(har) as { log: { entries: { request: { url: string } }[] } }
    expect(log.entries.at(-1)!.request.url).toContain('noteId=k&key=REDACTED')
  })

  test('are no more than the setting says', async () => {
    await using few = await startEmulator({ apiData: testApis(), settings: {} })
    for (let i = 0; i < 1100; i += 1) await send(few, 'POST v1/counts:add')
    expect(few.calls.list().length).toBe(1000)
    expect(few.calls.list().at(-1)!.answer).toMatchObject({ count: 1100 })
  })

  test('are read through the discovery client of Google', async () => {
    await note(emulator, 'a')
    const control = await google.discoverAPI<{
      calls: { list(params: object): Promise<{ data: { calls: CallBody[] } }> }
    }>(`${emulator.url}/discovery/v1/apis/emulator/v1/rest`)
    const { data } = await control.calls.list({ method: 'notes.*' })
    expect(data.calls.map(({ status }) => status)).toEqual(['OK'])
  })
})
