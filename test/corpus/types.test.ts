// The types of every document we hold compile under this repository's settings.
import { describe, expect, test } from 'vitest'
import { typesOf } from '../../src/discovery/types/typescript.ts'
import { compile } from '../helpers/compile.ts'
import { corpusDirectory, documents, ownDocuments } from '../helpers/corpus.ts'

const typesOfAll = (held: ReturnType<typeof documents>): Record<string, string> =>
  Object.fromEntries(
    held.map(({ file, document }) => [file.replace(/\.api$/, '.ts'), typesOf(document, file)]),
  )

describe('types', () => {
  test('of our own documents compile', async () => {
    expect(await compile(typesOfAll(ownDocuments()))).toBe('')
  })

  test.skipIf(corpusDirectory === undefined)(
    'of every document of the corpus compile',
    async () => {
      expect(documents().length).toBeGreaterThan(0)
      expect(await compile(typesOfAll(documents()))).toBe('')
    },
  )
})
