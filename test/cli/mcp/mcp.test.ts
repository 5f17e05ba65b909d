// The tools of `mcp`, by the SDK's own client over standard input and output.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { expect, test } from 'vitest'
import { startEmulator } from '../../../src/index.ts'
import { note, notesOf, testApis } from '../../control/helpers.ts'

const entry = join(import.meta.dirname, '../../../bin/discovery-emulator.js')

async function connected(...args: readonly string[]) {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StdioClientTransport({ command: execPath, args: [entry, 'mcp', ...args] }),
  )
  const call = async (name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given })
    const { text } = (content as { text: string }[])[0]!
    return isError === true ? text : (JSON.parse(text) as Record<string, unknown>)
  }
  return { client, call, [Symbol.asyncDispose]: () => client.close() }
}

test('methods are searched, described and called in a fork, and the changes shown', async () => {
  await using emulator = await startEmulator({ apiData: testApis() })
  await note(emulator, 'before')
  {
    await using mcp = await connected('--url', emulator.url)
    const { tools } = await mcp.client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'search_methods',
      'describe_method',
      'call_method',
      'diff',
      'calls',
    ])
    expect(await mcp.call('search_methods', { query: 'notes create' })).toMatchObject({
      methods: [{ id: 'notes.projects.notes.create', answeredBy: 'stateful' }],
    })
    expect(
      await mcp.call('describe_method', { method: 'notes.projects.notes.create' }),
    ).toMatchObject({
      httpMethod: 'POST',
      requestSchema: { properties: { text: { type: 'string' } } },
    })
    const create = { method: 'notes.projects.notes.create', message: { text: 'x' } }
    expect(
      await mcp.call('call_method', { ...create, params: { parent: 'projects/p', noteId: 'new' } }),
    ).toMatchObject({
      status: 200,
      origin: 'stateful',
      answer: { name: 'projects/p/notes/new' },
    })
    await mcp.call('call_method', {
      method: 'notes.projects.notes.delete',
      params: { name: 'projects/p/notes/before' },
    })
    expect(await mcp.call('diff')).toMatchObject({
      created: [{ api: 'notes', name: 'projects/p/notes/new' }],
      deleted: [{ api: 'notes', name: 'projects/p/notes/before' }],
      changed: [],
    })
    expect(await mcp.call('calls', { method: '*.create' })).toMatchObject({
      calls: [{ status: 'OK' }],
    })
    expect(await mcp.call('call_method', create)).toContain('params.parent is missing')
    expect(await mcp.call('describe_method', { method: 'notes.none' })).toContain(
      'no served API has a method',
    )
    expect(await notesOf(emulator)).toEqual(['before'])
  }
  // The fork goes with the conversation.
  await expect
    .poll(async () => {
      const answer = await fetch(`${emulator.url}/_emulator/v1/forks`)
      return ((await answer.json()) as { forks?: unknown[] }).forks ?? []
    })
    .toEqual([])
})

test('without a server it starts one of its own', async () => {
  await using mcp = await connected('--api-data', testApis())
  const params = { parent: 'projects/p', noteId: 'a' }
  const method = 'notes.projects.notes.create'
  expect(await mcp.call('call_method', { method, params })).toMatchObject({ status: 200 })
})
