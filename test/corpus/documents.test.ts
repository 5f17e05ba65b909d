// Every document loads, and is served as it stands but for its addresses.
import { expect, test } from 'vitest'
import { withAddress } from '../../src/discovery/addresses.ts'
import type { RestDescription } from '../../src/discovery/document.ts'
import { loadDocuments } from '../../src/discovery/read/load.ts'
import { corpusDirectory, documents, ownDocuments } from '../helpers/corpus.ts'

test.skipIf(corpusDirectory === undefined)('every document of the corpus loads', async () => {
  const loaded = await loadDocuments(corpusDirectory!)
  expect(loaded.map(({ file }) => file)).toEqual(documents().map(({ file }) => file))
})

const addresses = new Set(['rootUrl', 'mtlsRootUrl', 'baseUrl', 'basePath', 'endpointUrl'])
const BASE = 'http://127.0.0.1:5052/some.googleapis.com/'

/** The lines that differ, without those that are an address. */
function differences(text: string, document: RestDescription): string[] {
  const before = text.split('\n')
  const after = withAddress(text, document, BASE).split('\n')
  const changed = after.filter((line, i) => line !== before[i])
  const unexpected = changed.filter(
    (line) => !addresses.has(/^\s*"(\w+)": "/.exec(line)?.[1] ?? ''),
  )
  return after.length === before.length ? unexpected : ['another number of lines']
}

test('every document is served as its file has it, but for its addresses', () => {
  const all = [...documents(), ...ownDocuments()]
  const differing = all.flatMap(({ file, text, document }) =>
    differences(text, document).map((line) => `${file}: ${line}`),
  )
  expect(differing).toEqual([])
  expect(
    all.every(
      ({ text, document }) => JSON.parse(withAddress(text, document, BASE)).rootUrl === BASE,
    ),
  ).toBe(true)
})
