// Every command in the pages is run, and prints what is shown; or it is named in plan.ts, with the reason why not.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands as emulatorCommands } from '../../src/cli/commands.ts'
import { makeCheckout } from './checkout.ts'
import { blocksOf, inlineCodeOf, pages, root } from './pages.ts'
import { exceptionOf, exceptions } from './plan.ts'
import { Session } from './session.ts'
import { hasSteps, stepsOf } from './steps.ts'

const languages = ['console', 'js', 'json', 'python', 'sh', 'text', 'ts', 'yaml']
const blocks = pages.flatMap(blocksOf)
const steps = blocks.filter(hasSteps).flatMap(stepsOf)

test('every block of code says its language', () => {
  expect(blocks.length).toBeGreaterThan(40)
  expect(blocks.filter(({ language }) => !languages.includes(language))).toEqual([])
})

test('no command hides in a block of text', () => {
  const texts = blocks.filter(({ language }) => language === 'text' || language === 'json')
  expect(texts.filter(({ code }) => /^(\$ |np[mx] |curl |docker |node )/m.test(code))).toEqual([])
})

test('no exception is left over', () => {
  const used = new Set(steps.map(exceptionOf))
  expect(exceptions.filter((one) => !used.has(one))).toEqual([])
})

test('scripts and files that commands name are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const commands = [...steps.map(({ command }) => command), ...pages.flatMap(inlineCodeOf)]
    // Those of another package.
    .filter((command) => !/ -w /.test(command))
  const named = (form: RegExp) =>
    commands.flatMap((command) => [...command.matchAll(form)].map(([, name]) => name!))
  const [ofNpm, ofNode] = [named(/\bnpm run ([\w:-]+)/g), named(/\bnode ([\w/]+\.ts)/g)]
  expect(ofNpm.length).toBeGreaterThan(20)
  expect(ofNpm.filter((script) => !Object.hasOwn(scripts, script))).toEqual([])
  expect(ofNode.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('commands that sentences name are there', () => {
  const named = pages
    .flatMap(inlineCodeOf)
    .flatMap((code) => [...code.matchAll(/^(?:npx )?discovery-emulator (?!-)(\w+)/g)])
    .map(([, command]) => command!)
  expect(named.length).toBeGreaterThan(5)
  const known = new Set([...Object.keys(emulatorCommands), 'queue'])
  expect(named.filter((command) => !known.has(command))).toEqual([])
})

const followed = pages.filter(
  (page) =>
    steps.some((step) => step.page === page && isRun(step)) ||
    blocks.some((block) => block.page === page && block.language === 'js'),
)

describe('commands do what is shown', () => {
  test.concurrent.for(followed)('in %s', { timeout: 240_000 }, async (page) => {
    using checkout = makeCheckout()
    await using session = await Session.open(page, checkout.folder)
    await session.follow()
    expect(session.deviations).toEqual([])
  })
})

function isRun(step: (typeof steps)[number]): boolean {
  const exception = exceptionOf(step)
  return exception === undefined || exception.instead !== undefined
}
