// queue.yaml as App Engine's tools take it, and one sentence for each thing wrong with it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from 'discovery-emulator'
import { readQueueYaml } from 'discovery-emulator/queue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-yaml-'))
  path = join(folder, 'queue.yaml')
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function read(text: string) {
  await writeFile(path, text)
  return [...(await readQueueYaml(path)).values()]
}

const problemsOf = (text: string): Promise<string> =>
  read(text).then(
    () => 'nothing wrong',
    (error: Error) => error.message.replaceAll(`${path}: `, ''),
  )

describe('a good file', () => {
  test.each(['', '# nothing\n', 'queue:\n', 'queue: []\n', 'total_storage_limit: 120M\n'])(
    '%j declares nothing',
    async (text) => {
      expect(await read(text)).toEqual([])
    },
  )

  test('declares a queue by its name alone, which is then a push queue, as in App Engine', async () => {
    expect(await read('queue:\n- name: default')).toEqual([
      { name: 'default', mode: 'push', maxLeases: 0, acl: undefined },
    ])
  })

  test('may say more of a queue than matters here', async () => {
    const text = `
queue:
- name: a
  mode: pull
  retry_parameters:
    task_age_limit: 2d
- name: b
  mode: push
  rate: 5/s
  bucket_size: 40
  target: v2
  retry_parameters: { min_backoff_seconds: 10, task_retry_limit: 7 }
`
    expect(await read(text)).toMatchObject([
      { name: 'a', mode: 'pull', maxLeases: 0 },
      { name: 'b', mode: 'push', maxLeases: 7 },
    ])
  })

  test('may have empty retry_parameters and an empty acl', async () => {
    const text = 'queue:\n- name: a\n  mode: pull\n  retry_parameters:\n  acl:\n'
    expect(await read(text)).toMatchObject([{ name: 'a', maxLeases: 0, acl: undefined }])
  })
})

describe('a bad file', () => {
  test.each([
    ['queue: 5', '"queue" must be a list of queues'],
    ['queue: { name: a }', '"queue" must be a list of queues'],
    ['- name: a', 'it must be a mapping with "queue", a list of queues'],
    ['just text', 'it must be a mapping with "queue", a list of queues'],
    ['queue:\n- a', 'queue 1: it must be a mapping with a name'],
    [
      'queue:\n- mode: pull',
      'queue 1: name must be 1 to 100 letters, digits, - or _, is undefined',
    ],
    ['queue:\n- name: a b', 'queue 1: name must be 1 to 100 letters, digits, - or _, is "a b"'],
    ['queue:\n- name: 5', 'queue 1: name must be 1 to 100 letters, digits, - or _, is 5'],
    ['queue:\n- name: a\n  mode: pul', 'queue 1: a: mode must be pull or push, is "pul"'],
    [
      'queue:\n- name: a\n  mode: pull\n  rate: 1/s\n  bucket_size: 5',
      'queue 1: a: rate, bucket_size cannot be set for a pull queue',
    ],
    [
      'queue:\n- name: a\n  retry_parameters: { task_retry_limit: -1 }',
      'queue 1: a: task_retry_limit must be a whole number, is -1',
    ],
    [
      'queue:\n- name: a\n  retry_parameters: { task_retry_limit: many }',
      'queue 1: a: task_retry_limit must be a whole number, is "many"',
    ],
    ['queue:\n- name: a\n  retry_parameters: 5', 'queue 1: a: retry_parameters must be a mapping'],
    [
      'queue:\n- name: a\n  acl: me',
      'queue 1: a: acl must be a list of user_email and writer_email',
    ],
    [
      'queue:\n- name: a\n  acl: [{ user: me }]',
      'queue 1: a: each entry of acl must be one user_email or one writer_email',
    ],
    ['queue:\n- name: a\n- name: a', 'the queue a stands there twice'],
  ])('%j', async (text, expected) => {
    expect(await problemsOf(text)).toBe(expected)
  })

  test('names every problem, a line each', async () => {
    const text = 'queue:\n- name: a\n  mode: pul\n- name: b c\n- name: d\n  acl: me'
    expect((await problemsOf(text)).split('\n')).toEqual([
      'queue 1: a: mode must be pull or push, is "pul"',
      'queue 2: name must be 1 to 100 letters, digits, - or _, is "b c"',
      'queue 3: d: acl must be a list of user_email and writer_email',
    ])
  })

  test.each(['queue: [', 'a: b: c', 'queue:\n  - name: "', '\tqueue:'])(
    '%j is not YAML, which one line says',
    async (text) => {
      expect(await problemsOf(text)).toMatch(/^\S+queue\.yaml is not YAML: [^\n]+$/)
    },
  )

  test('that is not there is named', async () => {
    await expect(readQueueYaml(path)).rejects.toThrow(`cannot read the queue.yaml ${path}: ENOENT`)
  })

  test('keeps an emulator from starting', async () => {
    await writeFile(path, 'queue: 5')
    await expect(startEmulator({ settings: { queue_yaml: path } })).rejects.toThrow(
      '"queue" must be a list of queues',
    )
  })
})
