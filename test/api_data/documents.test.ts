// Our documents of Google's APIs against Google's own: all but the words must be the same.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corpusDirectory, documentsIn, ownDocuments } from '../helpers/corpus.ts'

const forPeople = new Set(['description', 'enumDescriptions', 'icons'])
const ofNames = new Set(['properties', 'schemas', 'parameters', 'methods', 'resources', 'scopes'])

const descriptions = (source: string) =>
  [...source.matchAll(/"description": "((?:[^"\\]|\\.){30,})"/g)].map(([, words]) => words)

/** A document without what is written for people. */
function structureOf(value: unknown, holdsNames = false): unknown {
  if (Array.isArray(value)) return value.map((item) => structureOf(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => holdsNames || !forPeople.has(key))
      .map(([key, inner]) => [key, structureOf(inner, !holdsNames && ofNames.has(key))]),
  )
}

const isOurs = ({ file }: { file: string }) => ownDocuments().some((own) => own.file === file)

describe.skipIf(corpusDirectory === undefined)('documents of our own words', () => {
  const theirs = documentsIn(corpusDirectory && join(corpusDirectory)).filter(isOurs)

  test.for(theirs)('$file says what the original says', ({ file, document }) => {
    const own = ownDocuments().find((candidate) => candidate.file === file)
    expect(structureOf(own?.document)).toEqual(structureOf(document))
  })

  test.for(theirs)('$file copies no description', ({ file, text }) => {
    const own = ownDocuments().find((candidate) => candidate.file === file)!
    const original = new Set(descriptions(text))
    expect(descriptions(own.text).filter((words) => original.has(words))).toEqual([])
  })
})
