// What is read out of a worksheet, in which order; and how readers find their way in it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, test } from 'vitest'
import { drawWorksheet, type Order } from '../src/draw.ts'
import { checkAccessible } from './helpers/accessible/check_accessible.ts'
import { pdfObjects } from './helpers/accessible/pdf_objects.ts'
import { hasPdfTools } from './helpers/accessible/pdf_tools.ts'

const order = (
  view: Order['view'],
  options: Order['options'],
  more: Partial<Order> = {},
): Order => ({
  view,
  options,
  paperSize: 'a4',
  copies: 1,
  headerText: 'Room <4>',
  resourceName: 'A & B',
  url: 'https://example.org',
  seed: 'reading',
  ...more,
})

async function readingOf(asked: Order) {
  const { pdf } = await drawWorksheet(asked)
  const { problems, reading } = checkAccessible(await pdfObjects(pdf))
  expect(problems).toEqual([])
  return reading
}

/** As poppler walks the structure. */
function structureText(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'))
  try {
    writeFileSync(join(folder, 'document.pdf'), pdf)
    return execFileSync('pdfinfo', ['-struct-text', join(folder, 'document.pdf')], {
      encoding: 'utf8',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Outline {
  readonly title: string
  readonly items: readonly Outline[]
}

async function outlineOf(pdf: Uint8Array) {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const document = await loading.promise
  const titles = (items: readonly Outline[]): unknown[] =>
    items.map(({ title, items: inner }) => (inner.length === 0 ? title : [title, titles(inner)]))
  const found = titles(await document.getOutline())
  await loading.destroy()
  return found
}

describe.skipIf(!hasPdfTools())('read out', () => {
  test('each window says its dots, their count and its value', async () => {
    const options = { number_bits: '4', value_type: 'binary', dot_counts: true }
    const [front, back] = await readingOf(order('binary_windows', options))
    expect(front).toEqual([
      '[8 dots]',
      '8',
      '1',
      '[4 dots]',
      '4',
      '1',
      '[2 dots]',
      '2',
      '1',
      '[1 dot]',
      '1',
      '1',
    ])
    expect(back?.slice(1)).toEqual(['0', '0', '0', '0'])
    expect(back?.[0]).toMatch(/^Print on both sides\. .* up to the dotted line, then fold/)
    const lamps = { ...options, value_type: 'lightbulb', dot_counts: false }
    const [lit] = await readingOf(order('binary_windows', lamps))
    expect(lit?.slice(0, 2)).toEqual(['[8 dots]', '[Light bulb that is on]'])
  })

  test('a table is read row by row, with cells that are empty', async () => {
    const drawn = await drawWorksheet(order('binary_to_alphabet', { worksheet_version: 'student' }))
    const rows = structureText(drawn.pdf)
      .match(/TR|TH|TD|"[^"]*"/g)
      ?.join(' ')
    expect(rows).toMatch(/^TR TH "Number" TH "Binary" TH "Letter" TR TD "0" TD TD TR TD "1" TD TD/)
    const [solved] = await readingOf(order('binary_to_alphabet', { worksheet_version: 'teacher' }))
    expect(solved?.slice(0, 9).join(' ')).toBe('Number Binary Letter 0 00000 1 00001 A 2')
  })

  test('digits that stand apart are one number, and a fraction is read as one', async () => {
    const [poster] = await readingOf(order('barcode_checksum_poster', { barcode_length: '12' }))
    expect(poster?.slice(0, 3)).toEqual([
      'The last digit checks all the others',
      '412345678903',
      '1. Begin beside the last digit and add every second one.',
    ])
    const [fractions] = await readingOf(order('sorting_network_cards', { type: 'fractions' }))
    expect(fractions).toEqual(['1/4', '1/3'])
  })

  test('instructions are a list with labels, and what a ring means is said', async () => {
    const options = { number_cards: '15', max_number: 'cards', help_sheet: true }
    const drawn = await drawWorksheet(order('searching_cards', options))
    const text = structureText(drawn.pdf)
    expect(text).toMatch(
      /H1[^]*L \(block\):\s+\/ListNumbering \/Decimal\s+LI[^]*Lbl[^]*"1"\s+LBody/,
    )
    expect(text).toContain('a number on the other: 15 different ones')
    const [sheet] = await readingOf(order('searching_cards', options))
    expect(sheet).toContain('8, in a red ring')
    expect(sheet).toContain('7')
  })

  test('headers and footers are not read out; words in another language say so', async () => {
    const { pdf } = await drawWorksheet(order('sorting_network_cards', { type: 'maori_colours' }))
    const pages = await pdfObjects(pdf)
    const { reading } = checkAccessible(pages)
    expect(reading[0]).toEqual(['kākāriki', '[Bar in green]', 'karaka', '[Bar in orange]'])
    const languages = Object.values(pages.objects).flatMap((each) =>
      typeof each === 'object' && each !== null && '/S' in each ? [each['/Lang']] : [],
    )
    expect(languages.filter((each) => each === 'u:mi')).toHaveLength(8)
  })

  test.each([
    ['that are alike', order('left_right_cards', {}, { copies: 50 })],
    [
      'that differ',
      order(
        'treasure_hunt',
        {
          prefilled_values: 'hard',
          number_order: 'sorted',
          instructions: true,
          art: 'bw',
        },
        { copies: 2 },
      ),
    ],
  ])('copies %s are each read in full', async (_title, asked) => {
    const one = await readingOf({ ...asked, copies: 1 })
    const all = await readingOf(asked)
    expect(all).toHaveLength(one.length * asked.copies)
    expect(all.slice(0, one.length)).toEqual(one)
    expect(all.at(-1)?.length).toBe(one.at(-1)?.length)
  })

  test('a piano without highlighted keys is read as one', async () => {
    const [page] = await readingOf(order('piano_keys', { highlight: false }))
    expect(page![0]).toBe('[Keys of a piano, 2 octaves]')
  })

  test('bookmarks name what is on each page, under a name for each of several copies', async () => {
    const cards = order('binary_cards', { display_numbers: false, black_back: true })
    const one = await outlineOf((await drawWorksheet(cards)).pdf)
    expect(one.slice(0, 3)).toEqual(['1 dot', 'The backs of the cards, in one colour', '2 dots'])
    expect(one).toHaveLength(16)
    const hunt = order('sorting_network_cards', { type: 'fractions' }, { copies: 2 })
    expect(await outlineOf((await drawWorksheet(hunt)).pdf)).toEqual([
      ['Copy 1', ['1/4', '2/5', '2/3']],
      ['Copy 2', ['1/4', '2/5', '2/3']],
    ])
  })
})
