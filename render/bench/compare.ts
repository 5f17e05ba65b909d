// Whether drawing became slower: each worksheet by this code and by another checkout's, in turn, so that both meet the same
// machine. The ratio is the other's time to ours: below 1 we are slower.
//   git worktree add /tmp/before REVISION && ln -s "$PWD/node_modules" /tmp/before/ && node render/bench/compare.ts /tmp/before
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { drawWorksheet, type Drawing, type Order } from '../src/draw.ts'
import { worksheets } from '../src/worksheets/index.ts'
import { orderFor } from './order.ts'

type Draw = (order: Order) => Promise<Drawing>

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say the folder of the other checkout.')
const file = pathToFileURL(resolve(folder, 'render/src/draw.ts')).href
const { drawWorksheet: before } = (await import(file)) as { drawWorksheet: Draw }

/** Milliseconds of a processor, over all threads: what others do on this machine does not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

async function timeOf(draw: Draw, order: Order): Promise<number> {
  const start = cpu()
  await draw(order)
  return cpu() - start
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

/** Medians in milliseconds, and how they compare. */
async function compare(order: Order, rounds: number) {
  const times = { before: [] as number[], now: [] as number[] }
  for (let round = -2; round < rounds; round += 1) {
    const [then, now] = [await timeOf(before, order), await timeOf(drawWorksheet, order)]
    if (round < 0) continue
    times.before.push(then)
    times.now.push(now)
  }
  const [then, now] = [median(times.before), median(times.now)]
  return { before: then.toFixed(1), now: now.toFixed(1), ratio: Number((then / now).toFixed(2)) }
}

const rows: Record<string, object> = {}
const ratios: Record<string, number[]> = { 'one copy': [], 'fifty copies': [] }
for (const view of Object.keys(worksheets) as Order['view'][]) {
  const one = await compare(orderFor(view, 0, 1), 30)
  const fifty = await compare(orderFor(view, 0, 50), 8)
  rows[view] = {
    'one copy: before, ms': one.before,
    now: one.now,
    ratio: one.ratio,
    'fifty copies: before, ms': fifty.before,
    'now ': fifty.now,
    'ratio ': fifty.ratio,
  }
  ratios['one copy']!.push(one.ratio)
  ratios['fifty copies']!.push(fifty.ratio)
}
console.table(rows)
for (const [name, all] of Object.entries(ratios)) {
  const mean = Math.exp(all.reduce((sum, ratio) => sum + Math.log(ratio), 0) / all.length)
  console.log(
    `${name}: ${mean.toFixed(2)} × in the mean, ${Math.min(...all).toFixed(2)} × at least`,
  )
}
