// Every method of every document is found by a URL made from its path, with all documents loaded together.
import { describe, expect, test, vi } from 'vitest'
import { addressingOf } from '../../src/http/routing/address.ts'
import { outlineOf } from '../../src/discovery/read/outline.ts'
import { bind } from '../../src/api/bind.ts'
import { matcherOf } from '../../src/http/routing/match.ts'
import type { Service } from '../../src/api/service.ts'
import { corpusDirectory, documents, ownDocuments } from '../helpers/corpus.ts'
import { casesOf, pathOf, type Held } from './requests.ts'

// Thousands of methods: ten seconds alone, a minute on a machine that does much else.
vi.setConfig({ testTimeout: 180_000 })

const own = ownDocuments()
const isOwn = ({ document: { name, version } }: Held) =>
  own.some(({ document }) => document.name === name && document.version === version)
const held = [...documents().filter((one) => !isOwn(one)), ...own]
const cases = held.flatMap(casesOf)

const servicesOf = (from: readonly Held[]): Service[] =>
  bind(
    from.map((one) => ({
      source: { ...one, path: one.file, key: '', outline: outlineOf(one.document) },
      module: undefined,
    })),
  )

/** Ids of the methods that fit a URL of each method best, by a label of that method. */
function found(services: readonly Service[]): Map<string, string> {
  const addressing = addressingOf(services)
  const matcher = matcherOf(services.flatMap(({ methods }) => methods))
  return new Map(
    cases.map((one) => {
      const { document, method, host } = one
      const { rootHost, path } = addressing.addressOf(
        'localhost',
        `/${host}/${pathOf(one, '').path}`,
      )
      const match = matcher.match(method.httpMethod, path, rootHost)
      const ids = match.methods.map(({ bound }) => `${bound.service.id} ${bound.method.id}`)
      return [`${document.name}:${document.version} ${method.id}`, ids.toSorted().join(', ')]
    }),
  )
}

// `documents/*/**` against `documents/*/**/{collectionId}`: no path tells the two apart (docs/google_rest.md#paths).
const documentOrList =
  'firestore:v1 firestore.projects.databases.documents.get, firestore:v1 firestore.projects.databases.documents.list'

/** Methods that share a path with another of the same host. */
const undecidable: Readonly<Record<string, string>> = {
  'firestore:v1 firestore.projects.databases.documents.list': documentOrList,
}

describe('routes', () => {
  test('lead every method of every document to itself', () => {
    const others = [...found(servicesOf(held))].filter(([label, ids]) => label !== ids)
    expect(Object.fromEntries(others)).toEqual(corpusDirectory === undefined ? {} : undecidable)
  })

  test.skipIf(corpusDirectory === undefined)('do not depend on the order of the documents', () => {
    const inOrder = found(servicesOf(held))
    expect(found(servicesOf(held.toReversed()))).toEqual(inOrder)
    const byVersion = held.toSorted((a, b) => (a.document.version < b.document.version ? -1 : 1))
    expect(found(servicesOf(byVersion))).toEqual(inOrder)
  })
})
