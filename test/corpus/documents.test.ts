// Every document loads, and is served as it stands but for its addresses.
import { describe, expect, test } from 'vitest'
import { withAddress } from '../../src/discovery/addresses.ts'
import { loadDocuments } from '../../src/discovery/load.ts'
import { corpusDirectory, documents, ownDocuments } from '../helpers/corpus.ts'

test.skipIf(corpusDirectory === undefined)('every document of the corpus loads', async () => {
  const loaded = await loadDocuments(corpusDirectory!)
  expect(loaded.map(({ file }) => file)).toEqual(documents().map(({ file }) => file))
})

describe('the address of a document', () => {
  const addresses = new Set(['rootUrl', 'mtlsRootUrl', 'baseUrl', 'basePath', 'endpointUrl'])
  const line = /^\s*"(\w+)": "(.*)",?$/

  test('is all that differs from its file', () => {
    const base = 'http://127.0.0.1:5052/some.googleapis.com/'
    for (const { file, text, document } of [...documents(), ...ownDocuments()]) {
      const before = text.split('\n')
      const after = withAddress(text, document, base).split('\n')
      expect(after.length, file).toBe(before.length)
      const changed = after.filter((now, i) => now !== before[i])
      const unexpected = changed.filter((now) => !addresses.has(line.exec(now)?.[1] ?? ''))
      expect(unexpected, file).toEqual([])
      expect(JSON.parse(after.join('\n')).rootUrl, file).toBe(base)
    }
  })
})
