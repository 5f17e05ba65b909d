// A patched text says what RFC 7396 says it does, and keeps every byte that the patch does not name.
import { array, assert, constantFrom, dictionary, letrec, oneof, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  patchedText,
  pointersOf,
  type MergePatch,
} from '../../../src/discovery/read/merge_patch.ts'
import { documents } from '../../helpers/corpus.ts'

/** The algorithm of RFC 7396, section 2, on values. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target)
  const members = new Map<string, unknown>(isObject ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch))
    if (value === null) members.delete(name)
    else members.set(name, mergePatch(members.get(name), value))
  return Object.fromEntries(members)
}

// Few names, so that patch and document meet.
const value = letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: oneof(
    { depthSize: 'small' },
    constantFrom(null, true, -1.5e3, '', 'a "quoted" \\ {text}, [x]: ', []),
    array(tie('value'), { maxLength: 2 }),
    tie('object'),
  ),
  object: dictionary(constantFrom('a', 'b', 'c "{', '__proto__', ''), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
}))

describe('a patched text', () => {
  test.each([undefined, 2, '\t'])('holds what RFC 7396 says, laid out by %j', (layout) => {
    assert(
      property(value.object, value.object, (document, patch) => {
        const text = patchedText(JSON.stringify(document, null, layout), patch)
        expect(JSON.parse(text)).toEqual(mergePatch(document, patch))
      }),
      { numRuns: 500 },
    )
  })

  test.each([undefined, 2, '\t'])('is laid out as the document is, here by %j', (layout) => {
    assert(
      property(value.object, value.object, (parts, patch) => {
        const document = { name: 'one member at least shows the layout', ...parts }
        const text = patchedText(JSON.stringify(document, null, layout), patch)
        expect(text).toBe(JSON.stringify(JSON.parse(text), null, layout))
      }),
    )
  })

  test('keeps odd spacing, number forms and order around what it changes', () => {
    const text = '\n{ "b" : 1.0e0 ,\r\n"a":{"x": "\\u0041" , "y" :2}, "z" : [ 1,2 ] } \n'
    expect(patchedText(text, { a: { y: null }, n: 1 })).toBe(
      '\n{ "b" : 1.0e0 ,\r\n"a":{"x": "\\u0041"}, "z" : [ 1,2 ],"n":1 } \n',
    )
  })

  test('keeps the line ends of its document', () => {
    const text = '{\r\n  "a": {}\r\n}\r\n'
    expect(patchedText(text, { a: { b: [1] } })).toBe(
      '{\r\n  "a": {\r\n    "b": [\r\n      1\r\n    ]\r\n  }\r\n}\r\n',
    )
  })

  test('is that of every document of Google where the patch is empty', () => {
    const changed = documents().filter(({ text }) => patchedText(text, {}) !== text)
    expect(changed.map(({ file }) => file)).toEqual([])
  })

  test('of a document of Google differs in the named lines alone', () => {
    for (const { text, file } of documents()) {
      const lines = new Set(patchedText(text, { title: 'New', description: null }).split('\n'))
      const gone = text.split('\n').filter((line) => !lines.has(line))
      expect([file, gone.every((line) => /^(?: {2})?"(title|description)": /.test(line))]).toEqual([
        file,
        true,
      ])
    }
  })
})

test('what a patch changes is named by JSON pointers', () => {
  const patch: MergePatch = { auth: null, schemas: { 'A/B': { type: 'any' }, C: {} }, list: [{}] }
  expect(pointersOf(patch)).toEqual(['/auth', '/schemas/A~1B/type', '/schemas/C', '/list'])
})
