// Seeded chance.
import { expect, test } from 'vitest'
import { seededRandom } from '../../src/page/random.ts'

const draw = (seed: string): readonly number[] => seededRandom(seed).distinct(10, 1, 1000)

test('the same seed gives the same numbers, another seed others', () => {
  expect(draw('a')).toEqual(draw('a'))
  expect(draw('a')).not.toEqual(draw('b'))
  // These numbers are in documents that people have: they stay.
  expect(draw('a')).toMatchInlineSnapshot(`
    [
      169,
      397,
      471,
      813,
      233,
      201,
      858,
      192,
      718,
      432,
    ]
  `)
})

test('whole numbers come from the whole range, about equally often', () => {
  const random = seededRandom('range')
  const counts = Array.from({ length: 6 }, () => 0)
  for (let i = 0; i < 6000; i += 1) counts[random.integer(1, 6) - 1]! += 1
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
})

test('every order of three comes up', () => {
  const random = seededRandom('orders')
  const orders = new Set(
    Array.from({ length: 200 }, () => random.shuffled(['a', 'b', 'c']).join('')),
  )
  expect(orders.size).toBe(6)
})

test('distinct numbers are distinct and in range, up to all there are', () => {
  const random = seededRandom('distinct')
  expect(new Set(random.distinct(9, 1, 9))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]))
  expect(() => random.distinct(10, 1, 9)).toThrow('There are no 10 numbers in 1..9.')
})

test('it is known whether chance had a part', () => {
  const random = seededRandom('used')
  expect(random.used).toBe(false)
  random.shuffled([])
  expect(random.used).toBe(false)
  random.shuffled(['a'])
  expect(random.used).toBe(true)
})
