// The example in docs/writing_a_worksheet.md does what is said of it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { layoutOf } from '../src/page/paper.ts'
import { Pdf } from '../src/page/pdf.ts'
import { seededRandom } from '../src/page/random.ts'
import { Surface } from '../src/page/surface.ts'
import { en } from '../src/texts/en.ts'
import type { Worksheet } from '../src/worksheets/worksheet.ts'
import { readPdf } from './helpers/read_pdf.ts'

const ROOT = new URL('../../', import.meta.url)

test('the worksheet of the guide draws its dice', async () => {
  const guide = await readFile(new URL('docs/writing_a_worksheet.md', ROOT), 'utf8')
  const [, code = ''] = /```ts \S+dice\.ts\n(.*?)```/su.exec(guide) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'worksheet-'))
  const file = join(folder, 'dice.ts')
  const home = new URL('render/src/worksheets/', ROOT)
  await writeFile(
    file,
    code.replaceAll(/'(\.\.?\/.*?)'/gu, (_, path: string) => `'${new URL(path, home).href}'`),
  )
  const { dice } = (await import(pathToFileURL(file).href)) as { dice: Worksheet }
  await rm(folder, { recursive: true })

  const pdf = new Pdf('dice')
  const { content } = layoutOf('a4')
  for (const draw of dice.pages({ dice: '12', numbered: true }, seededRandom('guide'), en)) {
    pdf.startPage(layoutOf('a4'))
    new Surface(pdf, 210, 297).within(content, draw)
  }
  const { pages } = await readPdf(await pdf.bytes())
  expect(pages).toHaveLength(1)
  expect(pages[0]!.shapes).toHaveLength(12)
  expect(pages[0]!.texts).toHaveLength(12)
  for (const { text } of pages[0]!.texts) expect(text).toMatch(/^[1-6]$/u)
  expect(dice.subtitle({ dice: '12', numbered: true }, 'a4', en)).toBe('12 dice - a4')
})
