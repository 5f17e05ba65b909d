// What is shown of a description where there is room for a sentence.
import { expect, test } from 'vitest'
import { firstSentence } from '../../src/discovery/summary.ts'

test.each([
  ['Gets a note. It must be there.', 'Gets a note.'],
  ['Required. The parent, e.g. `projects/p`. More.', 'Required. The parent, e.g. `projects/p`.'],
  ['Optional. Immutable. The name.\nMore.', 'Optional. Immutable. The name.'],
  ['Required.', 'Required.'],
  ['Required fields come first. More.', 'Required fields come first.'],
  [undefined, ''],
])('of %j: %j', (description, sentence) => {
  expect(firstSentence(description)).toBe(sentence)
})
