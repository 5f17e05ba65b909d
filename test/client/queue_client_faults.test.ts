// What the command line client says of servers that are not there and of arguments that make no sense.
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Script } from 'node:vm'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { entry, queueClient, type QueueClient } from '../helpers/queue_client.ts'
import { serving } from '../helpers/serving.ts'

let emulator: Emulator
let queue: QueueClient

beforeAll(async () => {
  emulator = await startEmulator()
  queue = queueClient(emulator.url, tmpdir())
})

afterAll(async () => {
  await emulator.stop()
})

describe('the server', () => {
  test('is found at an address as Google writes it', async () => {
    const url = `${emulator.url}/discovery/v1/apis/{api}/{apiVersion}/rest`
    expect(await queue('list', '--discovery-url', url)).toMatchObject({ code: 0 })
  })

  test('that is not there is named, with what starts it', async () => {
    expect(await queue('list', '--discovery-url', 'http://127.0.0.1:1/{api}')).toEqual({
      code: 4,
      out: '',
      err: 'Cannot reach the server at http://127.0.0.1:1 (ECONNREFUSED); start it with "npm start".\n',
    })
  })

  test('that has no such API is named', async () => {
    const url = `${emulator.url}/api/none/v1`
    expect(await queue('list', '--discovery-url', url)).toMatchObject({
      code: 1,
      err: `${url} is not the discovery document of taskqueue v1beta2: the server answers 404.\n`,
    })
  })

  test('that answers something else is named', async () => {
    await using server = await serving((_, response) => void response.end('hello'))
    expect(await queue('list', '--discovery-url', server.url)).toMatchObject({
      code: 1,
      err: `${server.url} is not the discovery document of taskqueue v1beta2.\n`,
    })
  })

  test('is asked again only with --retries', async () => {
    const document = await (await fetch(`${emulator.url}/api/taskqueue/v1beta2`)).text()
    let asked = 0
    await using server = await serving((request, response) => {
      response.setHeader('content-type', 'application/json')
      if (request.url === '/document') {
        response.end(document.replaceAll(emulator.url, server.url))
      } else {
        asked += 1
        response.statusCode = 503
        response.end(JSON.stringify({ error: { code: 503, message: 'the store is away' } }))
      }
    })
    const busy = { code: 1, err: 'the store is away\n' }
    const where = ['--discovery-url', `${server.url}/document`]
    expect(await queue('list', ...where)).toMatchObject(busy)
    expect(asked).toBe(1)
    expect(await queue('list', ...where, '--retries', '1')).toMatchObject(busy)
    expect(asked).toBe(3)
  })
})

describe('a command line', () => {
  test('that asks for help gets it', async () => {
    const { code, out } = await queue('--help')
    expect(code).toBe(0)
    expect(out).toMatch(/add .*list .*lease .*document .*flush .*get .*delete .*update .*stats /s)
    expect(out.split('\n').every((line) => line.length <= 100)).toBe(true)
  })

  test.for([
    [[], 'Say what to do: add, list, lease,'],
    [['lst'], 'There is no command "lst", only add, list, lease,'],
    [['lst'], '; did you mean list?'],
    [['add', '--payloud', 'x'], "Unknown option '--payloud'; did you mean --payload?"],
    [['list', '--nonsense'], "Unknown option '--nonsense'."],
    [['list', '--payload', 'x'], '"list" takes no --payload.'],
    [['add', '--payload'], "Option '--payload <value>' argument missing."],
    [['add', '--payload', 'x', '--payload-file', 'y'], 'Give either --payload or --payload-file.'],
    [['add', '--payload-file', 'none'], 'Cannot read the file "none".'],
    [['add', '--id', 'a', '--count', '2'], '--id names one task; it takes no --count.'],
    [['lease', '--count', '0'], '--count must be a whole number from 1 on, got "0".'],
    [['lease', '--seconds', 'ten'], '--seconds must be a whole number from 0 on, got "ten".'],
    [['get'], '"get" needs the id of a task.'],
    [['get', 'a', 'b'], '"get" has no use for "b".'],
    [['list', '--discovery-url', 'x'], 'The discovery URL must be an http address, got "x".'],
  ] as const)('%s is refused with a sentence', async ([args, sentence]) => {
    const { code, out, err } = await queue(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(err).toMatch(/ Try "npm run queue -- --help"\.\n$/)
  })
})

describe('an old Node', () => {
  test('is told that it is too old', async () => {
    const old = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' })"
    const { code, out, err } = await queue.under(['--import', `data:text/javascript,${old}`])(
      'list',
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^discovery-emulator needs Node 24 or newer .*; this is Node 20\.20\.2\. .*\n$/,
    )
  })

  test('can read the entry, which is plain JavaScript and no module', () => {
    expect(() => new Script(readFileSync(entry, 'utf8'))).not.toThrow()
  })
})
