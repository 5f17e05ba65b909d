// Requests of every kind to every method of every document: taken as the document says, or refused in Google's words.
import { beforeAll, describe, expect, test } from 'vitest'
import { documents, ownDocuments } from '../helpers/corpus.ts'
import { constructs } from './constructs.ts'
import { judge, sharesPath, type Judgement } from './judge.ts'
import { casesOf } from './requests.ts'
import { all, some } from './trials/sampling.ts'

describe.each([
  ['our own documents', ownDocuments(), all],
  ['documents of every construct that Google uses', constructs, all],
  ['the corpus', documents().filter(({ document }) => document.name !== 'discovery'), some],
])('%s', (_, held, pick) => {
  let judgement: Judgement

  beforeAll(async () => {
    judgement = await judge(held, { pick, seed: 'ci' })
  }, 600_000)

  test('answer every request as they have to', () => {
    expect(judgement.failures).toEqual([])
  })

  test('have every method tried', () => {
    const tried = judgement.counts
      .values()
      .map((kinds) => kinds.get('accepted: the least')?.passed ?? 0)
      .reduce((sum, count) => sum + count, 0)
    const methods = held.flatMap(casesOf).filter((one) => !sharesPath(one))
    expect(tried).toBe(methods.length)
  })
})
