import { describe, expect, test } from 'vitest'
import { withAddress } from '../../src/discovery/addresses.ts'
import type { RestDescription } from '../../src/discovery/document.ts'

const BASE = 'http://localhost:5052/x.example.com/'
const addressed = (text: string) => withAddress(text, JSON.parse(text) as RestDescription, BASE)

describe('a document with another address', () => {
  test('has it in every place that names one, and is else the same to the byte', () => {
    const text = String.raw`{ "kind":"discovery#restDescription",
 "name" : "x", "version":"v1", "rootUrl":"https://x.example.com/",
	"servicePath":"x\/v1/", "baseUrl": "https:\/\/x.example.com/x/v1/", "basePath":"/x/v1/",
 "mtlsRootUrl":  "https://x.mtls.example.com/",
 "endpoints":[{"location":"eu","endpointUrl":"https://eu.example.com/"} , {"endpointUrl":"https://us.example.com/"}],
 "size": 1.0, "big":12345678901234567890, "description":"rootUrl \"https://x.example.com/\" é é",
 "rootURL":"https://x.example.com/",
 "schemas":{"rootUrl":{"id":"rootUrl","description":"https://x.example.com/"},
  "basePath":"https://x.example.com/"} }
`
    const expected = text
      .replace('"rootUrl":"https://x.example.com/"', `"rootUrl":"${BASE}"`)
      .replace(String.raw`"https:\/\/x.example.com/x/v1/"`, `"${BASE}x/v1/"`)
      .replace('"basePath":"/x/v1/"', '"basePath":"/x.example.com/x/v1/"')
      .replace('"https://x.mtls.example.com/"', `"${BASE}"`)
      .replace('"https://eu.example.com/"', `"${BASE}"`)
      .replace('"https://us.example.com/"', `"${BASE}"`)
    expect(addressed(text)).toBe(expected)
  })

  test('keeps an empty basePath, as Google writes it', () => {
    const text = '{"rootUrl":"https://x.example.com/","servicePath":"v1/","basePath":""}'
    expect(addressed(text)).toBe(`{"rootUrl":"${BASE}","servicePath":"v1/","basePath":""}`)
  })

  test('gets no key that it did not have', () => {
    expect(addressed('{"rootUrl":"https://x.example.com/","servicePath":""}')).toBe(
      `{"rootUrl":"${BASE}","servicePath":""}`,
    )
  })

  test('is made quickly from a text of megabytes', () => {
    const long = 'x\\"'.repeat(1_000_000)
    const text = `{"description":"${long}","rootUrl":"https://x.example.com/","servicePath":""}`
    const start = performance.now()
    expect(addressed(text)).toContain(`"rootUrl":"${BASE}"`)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
