// Documents that an emulator served get the addresses back that they had.
import { describe, expect, test } from 'vitest'
import { withOwnAddress } from '../../../src/cli/add/own_address.ts'
import { withAddress } from '../../../src/discovery/addresses.ts'
import { documents, ownDocuments } from '../../helpers/corpus.ts'

const rootUrlAfter = (rootUrl: string): string => {
  const document = { name: 'x', version: 'v1', rootUrl, servicePath: '' }
  return JSON.parse(withOwnAddress(JSON.stringify(document), document)).rootUrl
}

describe('the root URL', () => {
  test.each([
    ['http://localhost:5052/cloudtasks.googleapis.com/', 'https://cloudtasks.googleapis.com/'],
    ['http://[::1]:5052/a.example.com/api/', 'https://a.example.com/api/'],
    ['https://proxy.example.com/x/', 'https://proxy.example.com/x/'],
    ['http://pubsub.googleapis.com:5052/', 'https://pubsub.googleapis.com/'],
    ['https://pubsub.googleapis.com/', 'https://pubsub.googleapis.com/'],
    ['http://localhost:9000/', 'http://localhost:9000/'],
    ['http://localhost:9000/v1.1/', 'http://localhost:9000/v1.1/'],
  ])('of %s is %s', (served, own) => {
    expect(rootUrlAfter(served)).toBe(own)
  })
})

test('every document comes back from an emulator with its own root', () => {
  for (const { file, text, document } of [...documents(), ...ownDocuments()]) {
    const { host, pathname } = new URL(document.rootUrl)
    const served = withAddress(text, document, `http://127.0.0.1:5052/${host}${pathname}`)
    const back = JSON.parse(withOwnAddress(served, JSON.parse(served)))
    expect([file, back.rootUrl]).toEqual([file, document.rootUrl])
  }
})
