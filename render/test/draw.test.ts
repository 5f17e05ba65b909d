// Documents as a whole: what a task's own texts do to them.
import { expect, test } from 'vitest'
import { drawWorksheet, type Order } from '../src/draw.ts'
import { filenameOf } from '../src/filename.ts'
import { layoutOf } from '../src/page/paper.ts'
import { TaskError } from '../src/task_error.ts'
import { readPdf } from './helpers/read_pdf.ts'

const ORDER: Order = {
  view: 'grid',
  paperSize: 'a4',
  options: {},
  copies: 1,
  headerText: '',
  resourceName: 'Grid',
  url: 'https://example.org/grid',
}

test('without a header text, the header is empty', async () => {
  const { pages } = await readPdf((await drawWorksheet(ORDER)).pdf)
  expect(pages[0]!.texts.map(({ text }) => text)).toEqual(['Grid', 'https://example.org/grid'])
})

test('long texts are made smaller and stay within their bands', async () => {
  const long = {
    headerText: 'Room 4 '.repeat(100),
    resourceName: 'Grid '.repeat(50),
    url: `https://example.org/${'a/'.repeat(200)}`,
  }
  const { pages } = await readPdf((await drawWorksheet({ ...ORDER, ...long })).pdf)
  const { header } = layoutOf('a4')
  const [, name, url] = pages[0]!.texts
  for (const { box } of pages[0]!.texts) {
    expect(box.x).toBeGreaterThanOrEqual(header.x)
    expect(box.x + box.width).toBeLessThanOrEqual(header.x + header.width + 0.1)
  }
  expect(name!.box.x + name!.box.width).toBeLessThan(url!.box.x)
})

test.each([
  ['headerText', 'header_text'],
  ['resourceName', 'resource_name'],
  ['url', 'url'],
])('a character of %s that no font has is refused', async (key, field) => {
  const refused = drawWorksheet({ ...ORDER, [key]: '你好' })
  await expect(refused).rejects.toThrow(TaskError)
  await expect(refused).rejects.toMatchObject({ field })
})

test('titles with any characters are read back', async () => {
  const { filename, pdf } = await drawWorksheet({ ...ORDER, resourceName: 'Mā (x) \\ & <b> ⅓' })
  expect(filename).toBe('Mā (x) - & <b> ⅓ (a4).pdf')
  expect(await readPdf(pdf)).toMatchObject({ title: filename })
})

test('a file stays in its folder, and a long name keeps its subtitle', () => {
  expect(filenameOf('../a\\b\nc', 'a4')).toBe('..-a-b-c (a4).pdf')
  expect(filenameOf(' ', 'a4')).toBe('(a4).pdf')
  const long = filenameOf('ā'.repeat(100_000), 'with numbers - a4')
  expect(long).toMatch(/^ā+ \(with numbers - a4\)\.pdf$/)
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200)
})
