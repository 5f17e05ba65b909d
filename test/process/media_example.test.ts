// The example of docs/writing_an_api.md that takes and gives bytes, copied out of it and run.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile } from '../helpers/compile.ts'
import { runCommand, startServer } from '../helpers/server_process.ts'

let folder: string

/** The first code of a language in the section "Bytes". */
async function exampleOf(language: string): Promise<string> {
  const docs = await readFile(join(import.meta.dirname, '../../docs/writing_an_api.md'), 'utf8')
  const section = docs.slice(docs.indexOf('## Bytes'))
  return new RegExp(`\`\`\`${language} \\S+\n([^]*?)\`\`\``).exec(section)?.[1] ?? ''
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-example-'))
  await writeFile(join(folder, 'pictures_v1.api'), await exampleOf('json'))
  await writeFile(join(folder, 'pictures_v1.ts'), await exampleOf('ts'))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('it takes bytes and gives them back', async () => {
  await using server = await startServer({ env: { API_DATA: folder, VALIDATE_RESPONSES: 'true' } })
  const url = `${server.url}/upload/v1/pictures/a`
  const png = { 'content-type': 'image/png' }
  const ask = async (path: string, request?: RequestInit) => {
    const answer = await fetch(server.url + path, request)
    return [answer.status, answer.headers.get('content-type'), await answer.text()]
  }
  const sent = await fetch(url, { method: 'PUT', headers: png, body: 'bytes' })
  expect([sent.status, await sent.json()]).toEqual([200, { size: '5' }])
  expect(await ask('/v1/pictures/a?alt=media')).toEqual([200, 'image/png', 'bytes'])
  const range = { headers: { range: 'bytes=1-2' } }
  expect(await ask('/v1/pictures/a?alt=media', range)).toEqual([206, 'image/png', 'yt'])
  expect((await ask('/v1/pictures/b?alt=media'))[0]).toBe(404)
  const page = String((await ask('/?api=pictures:v1'))[2])
  expect(page).toContain('Takes bytes at <code>/upload/v1/pictures/{picture}</code>')
  expect(page).toContain('Gives bytes with <code>alt=media</code>')
  expect((await ask('/v1/pictures/a', { method: 'PUT', body: '{}' }))[0]).toBe(400)
})

test('its handlers fit the types made from its document', async () => {
  const { code } = await runCommand({ command: 'types', args: ['--api-data', folder] })
  expect(code).toBe(0)
  const types = await readFile(join(folder, 'types/pictures_v1.ts'), 'utf8')
  expect(types).toContain("media: 'upload'")
  const handlers = await exampleOf('ts')
  expect(await compile({ 'pictures_v1.ts': handlers, 'types/pictures_v1.ts': types })).toBe('')
})
