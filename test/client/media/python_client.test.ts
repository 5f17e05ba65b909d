// Bytes to a server process and back by Google's client for Python, in chunks, also over the death of the server.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpusDirectory } from '../../helpers/corpus.ts'
import { pythonFound, runPython } from '../../helpers/python.ts'
import { mediaFolder } from './media_server.ts'

const program = join(import.meta.dirname, 'media.py')

const SIZE = String(2 ** 20 + 7)

function expected(answers: Record<string, unknown>) {
  const file = { kind: 'drive#file', id: expect.any(String), mimeType: 'image/png' }
  return {
    progress: 2 ** 18,
    resumable: { ...file, name: 'a', size: SIZE, md5Checksum: answers['expected'] },
    down: answers['expected'],
    expected: expect.any(String),
    file: true,
    multipart: { ...file, name: 'm', size: SIZE, md5Checksum: answers['expected'] },
  }
}

describe.skipIf(!pythonFound || corpusDirectory === undefined)('Python', () => {
  test('uploads in chunks and at once, and loads down in ranges', async () => {
    await using folder = await mediaFolder()
    await using server = await folder.start()
    const answers = await runPython([program, server.url])
    expect(answers).toEqual(expected(answers))
  })

  test('goes on with an upload after the server was killed', async () => {
    await using folder = await mediaFolder()
    await using first = await folder.start()
    const restarted = Promise.withResolvers<AsyncDisposable>()
    const answers = await runPython([program, first.url, 'wait'], (step, child) => {
      if (step !== 'progress') return
      first.signalGroup('SIGKILL')
      const restart = async () => {
        await first.ended
        const second = await folder.start({ PORT: new URL(first.url).port })
        child.stdin?.write('\n')
        return second
      }
      restart().then(restarted.resolve, restarted.reject)
    })
    await using _ = await restarted.promise
    expect(answers).toEqual({ ...expected(answers), broken: true })
  })
})
