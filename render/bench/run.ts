// What drawing costs: time and bytes of each worksheet, and binary cards per second.
//   npm run bench -w render
import { drawWorksheet, type Order } from '../src/draw.ts'
import { worksheets, type WorksheetName } from '../src/worksheets/index.ts'
import { orderFor } from './order.ts'

const ROUNDS = 10

/** The median in milliseconds, after one round that does not count, and the size of the last document. */
async function measure(order: Order): Promise<{ milliseconds: number; bytes: number }> {
  const times = []
  let bytes = (await drawWorksheet(order)).pdf.length
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    bytes = (await drawWorksheet(order)).pdf.length
    times.push(performance.now() - start)
  }
  const milliseconds = times.toSorted((a, b) => a - b)[ROUNDS / 2]!
  return { milliseconds: Number(milliseconds.toFixed(1)), bytes }
}

const rows: Record<string, object> = {}
for (const view of Object.keys(worksheets) as WorksheetName[]) {
  const [first, last, fifty] = [orderFor(view, 0, 1), orderFor(view, -1, 1), orderFor(view, 0, 50)]
  const [a, b] = [await measure(first), await measure(last)]
  const start = performance.now()
  const { pdf } = await drawWorksheet(fifty)
  rows[view] = {
    'first options, ms': a.milliseconds,
    bytes: a.bytes,
    'last options, ms': b.milliseconds,
    'last, bytes': b.bytes,
    '50 copies, ms': Math.round(performance.now() - start),
    '50 copies, bytes': pdf.length,
  }
}
console.table(rows)

const order = orderFor('binary_cards', 0, 1)
const seconds = 3
let drawn = 0
for (const start = performance.now(); performance.now() - start < seconds * 1000; drawn += 1)
  await drawWorksheet(order)
console.log(`${(drawn / seconds).toFixed(1)} binary_cards (16 pages) a second in one thread`)
