// Large documents in a bucket of Cloud Storage: RESULT_STORE=gs://BUCKET, with the emulator as the cloud.
import { expect, test } from 'vitest'
import { problemsIn, readRenderSettings } from '../../src/service/settings.ts'
import {
  gridTask,
  results,
  startEmulator,
  startRender,
  testQueue,
  until,
} from '../helpers/render_service.ts'

const makeBucket = (url: string) =>
  fetch(`${url}/storage/v1/b?project=p`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'documents' }),
  })

test('a large document is an object of the bucket, and its link leads there', async () => {
  await using emulator = await startEmulator()
  await makeBucket(emulator.url)
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue, {
    MAX_QUEUE_TASK_SIZE: '1',
    RESULT_STORE: 'gs://documents/sheets',
    STORAGE_EMULATOR_HOST: emulator.url,
  })
  await queue.put({ ...gridTask, resource_name: 'a/../½ "b"' }, { id: 'task' })
  const [told] = await results(queue, 1)
  expect(told).toEqual({
    task_id: 'task',
    kind: 'result#link',
    success: true,
    url: `${emulator.url}/documents/sheets/task/a-..-%C2%BD%20%22b%22%20(a4).pdf`,
  })
  const answer = await fetch(told!.url!)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect((await answer.text()).startsWith('%PDF-')).toBe(true)
  // The page shows the link as it is, and does not serve the document itself.
  await until('the page lists the document', async () => {
    const page = await fetch(service.url, { headers: { accept: 'text/html' } })
    return (await page.text()).includes(told!.url!.replaceAll('"', '&quot;'))
  })
  expect((await fetch(`${service.url}/results/task/x.pdf`)).status).toBe(404)
})

test('while there is no bucket its task waits, and nothing is lost', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue, {
    MAX_QUEUE_TASK_SIZE: '1',
    RESULT_STORE: 'gs://documents',
    STORAGE_EMULATOR_HOST: emulator.url,
    TASK_RETRY_LIMIT: '1000',
    RETRY_BASE_SECONDS: '0.2',
    RETRY_MAX_SECONDS: '0.5',
  })
  await queue.put(gridTask, { id: 'task' })
  await until('it was tried twice', () => service.output().split('attempt failed').length > 2, 40)
  expect(service.output()).toContain(
    'The document cannot be kept in RESULT_STORE (gs://documents): The specified bucket does not exist.',
  )
  expect(await queue.list('result')).toEqual([])
  await makeBucket(emulator.url)
  expect(await results(queue, 1)).toMatchObject([
    { kind: 'result#link', url: expect.stringContaining(`${emulator.url}/documents/task/`) },
  ])
})

test.each([
  ['gs://documents', '', 'https://storage.googleapis.com/documents'],
  ['gs://documents/', '', 'https://storage.googleapis.com/documents'],
  ['gs://documents/a b/c/', 'a b/c/', 'https://storage.googleapis.com/documents/a%20b/c'],
])('%s', (RESULT_STORE, prefix, url) => {
  const { resultPlace, resultUrl } = readRenderSettings({ RESULT_STORE })
  expect(resultPlace).toEqual({ kind: 'bucket', bucket: 'documents', prefix, endpoint: undefined })
  expect(resultUrl).toBe(url)
})

test('what names no place, or no emulator, stops the start', () => {
  expect(problemsIn({ RESULT_STORE: 'gs://' })).toEqual([
    'RESULT_STORE is "gs://", but must be directory:FOLDER or gs://BUCKET/PREFIX',
  ])
  expect(
    problemsIn({ RESULT_STORE: 'gs://documents', STORAGE_EMULATOR_HOST: 'localhost:5052' }),
  ).toEqual(['STORAGE_EMULATOR_HOST is "localhost:5052", but must be an http address'])
  expect(problemsIn({ RESULT_STORE: 'gs://documents', PORT: '0' })).toEqual([])
})
