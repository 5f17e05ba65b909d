// Settings that handler modules declare: one table of all of them, or what is wrong with the declarations.
import { expect, test } from 'vitest'
import { declaredBy, type Declaring } from '../../src/api/declared_settings.ts'
import { readConfig } from '../../src/config/config.ts'
import { text, whole } from '../../src/setting.ts'

const shelfSize = { default: 3, env: 'SHELF_SIZE', about: 'Books on a shelf', read: whole(1, 9) }
const module = (settings: object, file = 'a_v1.ts'): Declaring => ({
  file,
  module: { settings: settings as never },
})
const problemsOf = (...modules: readonly Declaring[]) => declaredBy(modules).problemsOf({})

test('modules may share a declaration', () => {
  const shared = { shelf_size: shelfSize }
  const modules = [module(shared), module({ ...shared, owner: { ...shelfSize } }, 'b_v1.ts')]
  expect(Object.keys(declaredBy(modules).settings)).toEqual(['shelf_size', 'owner'])
  expect(problemsOf(...modules)).toEqual([])
})

test('a setting that two modules declare otherwise is refused', () => {
  const other = { shelf_size: { ...shelfSize, default: 4 } }
  expect(problemsOf(module({ shelf_size: shelfSize }), module(other, 'b_v1.ts'))).toEqual([
    'b_v1.ts: the setting shelf_size is declared by a_v1.ts too; import one declaration in both, or give it another name',
  ])
})

test.each<[object, string]>([
  [{ x: 5 }, 'the setting x needs default, env, about and read'],
  [{ x: null }, 'the setting x needs default, env, about and read'],
  [{ x: { ...shelfSize, read: 'text' } }, 'the setting x needs default, env, about and read'],
  [{ x: { env: 'X', about: 'x', read: text } }, 'the setting x needs default, env, about and read'],
  [{ shelfSize }, 'a setting named shelfSize would have no flag; use lower case and underscores'],
])('a declaration that is none is refused: %o', (settings, problem) => {
  expect(problemsOf(module(settings))).toEqual([`a_v1.ts: ${problem}`])
  expect(declaredBy([module(settings)]).settings).toEqual({})
})

test("a setting named like one of the server's own is refused", async () => {
  const declared = declaredBy([module({ timeout: shelfSize })])
  await expect(readConfig({ env: {}, flags: {} }, declared)).rejects.toThrow(
    "a handler module declares timeout, which is a setting of the server's own",
  )
})
