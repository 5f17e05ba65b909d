// What the checker of answers lets pass and what it refuses.
import { expect, test } from 'vitest'
import { checkAnswers } from './check_answers.ts'
import type { Answer, Exchange } from './operations.ts'

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json; charset=UTF-8',
  text: JSON.stringify(body),
})
const exchange = (answer: Exchange['answer'], ended: number | undefined = 100): Exchange => ({
  what: 'GET /a',
  sent: 0,
  ended,
  answer,
})
const error = (status: number, code = status) => json(status, { error: { code, message: 'm' } })

test.each<Exchange>([
  exchange(json(200, { a: 1 })),
  exchange({ status: 204, type: '', text: '' }),
  exchange({ status: 200, type: 'text/plain', text: 'content' }),
  exchange({ status: 308, type: '', text: '' }),
  exchange(error(404)),
  exchange(error(503)),
  exchange('closed'),
])('$answer passes', (one) => {
  expect(checkAnswers([one], 1000)).toEqual([])
})

test.each<[string, Exchange]>([
  ['GET /a never ended', { ...exchange(undefined), ended: undefined }],
  ['GET /a took 1001 ms', exchange(json(200, {}), 1001)],
  ['GET /a was answered 500: ', exchange(error(500))],
  [
    'GET /a was answered 502: bad (as text/html)',
    exchange({ status: 502, type: 'text/html', text: 'bad' }),
  ],
  ['(no JSON)', exchange({ status: 200, type: 'application/json', text: '{"a":' })],
  ["(no error of Google's)", exchange(json(404, { message: 'none' }))],
  ["(no error of Google's)", exchange(error(404, 400))],
  ['GET /a was answered 204 with a body', exchange({ status: 204, type: '', text: 'x' })],
])('%s', (fault, one) => {
  expect(checkAnswers([one], 1000)).toEqual([expect.stringContaining(fault)])
})
