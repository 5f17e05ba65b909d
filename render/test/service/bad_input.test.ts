// Tasks as they should not be: each fails in a sentence, and the worker goes on.
import { describe, expect, test } from 'vitest'
import { until } from '../../../worker/test/helpers/until.ts'
import { readPdf } from '../helpers/read_pdf.ts'
import {
  gridTask,
  results,
  startEmulator,
  startRender,
  testQueue,
} from '../helpers/render_service.ts'

describe('one worker', () => {
  test('draws what it can, and says of everything else what is wrong, once', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    const bad: readonly [payload: unknown, message: RegExp, field: string | null][] = [
      [Buffer.from('no json'), /^the payload is no application\/json: /, null],
      [Buffer.from([0xff, 0xfe, 0]), /^the payload is no application\/json: /, null],
      [Buffer.alloc(0), /^the payload is no application\/json: /, null],
      [['a'], /^Task must be a JSON object\.$/, null],
      [{ ...gridTask, kind: undefined }, /^Unrecognized task: undefined\.$/, 'kind'],
      [{ ...gridTask, kind: 'task#rinder' }, /^Unrecognized task: task#rinder\.$/, 'kind'],
      [{ ...gridTask, url: undefined }, /^Task must specify the url\.$/, 'url'],
      [
        { ...gridTask, paper_size: 'A4' },
        /^Value \(A4\) for option paper_size is not/,
        'paper_size',
      ],
      [{ ...gridTask, copies: 0 }, /^Value \(0\) for copies must be/, 'copies'],
      [{ ...gridTask, copies: 51 }, /^Value \(51\) for copies must be/, 'copies'],
      [{ ...gridTask, copies: '2' }, /^Value \(2\) for copies must be/, 'copies'],
      [
        { ...gridTask, resource_view: '../x' },
        /^There is no resource view "\.\.\/x"/,
        'resource_view',
      ],
      [{ ...gridTask, css: '/etc/passwd' }, /^Task cannot choose a file for its css/, 'css'],
      [{ ...gridTask, header_text: '世界' }, /./, 'header_text'],
      [{ ...gridTask, header_text: 'x'.repeat(900_000) }, /has 900000 characters/, 'header_text'],
    ]
    const ids = await Promise.all(bad.map(([payload]) => queue.put(payload)))
    const hostile = await queue.put({
      ...gridTask,
      header_text: '<b>&"</b>',
      resource_name: '../../etc/a\\b\u0000c',
    })
    await using service = await startRender(queue)
    const told = await results(queue, bad.length + 1)
    for (const [index, [, message, field]] of bad.entries()) {
      const own = told.filter(({ task_id: id }) => id === ids[index])
      expect(own).toEqual([
        {
          task_id: ids[index],
          kind: 'result#document',
          success: false,
          filename: null,
          document: null,
          error: { message: expect.stringMatching(message), field },
        },
      ])
    }
    const drawn = told.find(({ task_id: id }) => id === hostile)
    expect(drawn).toMatchObject({ success: true, filename: '..-..-etc-a-b-c (a4).pdf' })
    const { pages } = await readPdf(Buffer.from(drawn?.document ?? '', 'base64'))
    expect(pages[0]?.texts.map(({ text }) => text)).toContain('<b>&"</b>')
    // What was given up is kept, and nothing else is left.
    expect(await queue.available('dead')).toHaveLength(bad.length)
    // A result is there before its task is gone.
    await until('no task is left', async () => (await queue.list('task')).length === 0)
    expect(await service.workers()).toHaveLength(1)
    expect(await (await fetch(`${service.url}/_ah/health`)).json()).toMatchObject({ restarts: 0 })
  })

  test('never sees a payload of 2 MB: the queue refuses it', async () => {
    await using emulator = await startEmulator()
    const queue = testQueue(emulator.url)
    await expect(queue.put({ ...gridTask, header_text: 'x'.repeat(2e6) })).rejects.toThrow(
      /40[03]|413/,
    )
  })
})
