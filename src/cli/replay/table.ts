// The verdicts of a replay as a table per API, or per method.
import type { Verdict } from './judge.ts'

export class Tally {
  calls = 0
  before = 0
  rights = 0
  unrecorded = 0
  unserved = 0
  readonly figures: Record<FigureName, { right: number; of: number }> = {
    status: { right: 0, of: 0 },
    envelope: { right: 0, of: 0 },
    shape: { right: 0, of: 0 },
    echoed: { right: 0, of: 0 },
    leaves: { right: 0, of: 0 },
    complete: { right: 0, of: 0 },
    message: { right: 0, of: 0 },
  }

  add(verdict: Verdict): void {
    this.calls += 1
    if (verdict.skipped !== undefined) {
      this[verdict.skipped] += 1
      return
    }
    if (verdict.own.status === 501) this.unserved += 1
    this.#count('status', verdict.status)
    this.#count('envelope', verdict.envelope)
    this.#count('shape', verdict.shape)
    this.#count('message', verdict.message)
    for (const name of ['echoed', 'leaves', 'complete'] as const) {
      this.figures[name].right += verdict[name]?.right ?? 0
      this.figures[name].of += verdict[name]?.of ?? 0
    }
  }

  #count(name: FigureName, result: string | boolean | undefined): void {
    if (result === undefined) return
    this.figures[name].of += 1
    if (result === true) this.figures[name].right += 1
  }

  get judged(): number {
    return this.calls - this.before - this.rights - this.unrecorded
  }
}

const figureNames = [
  'status',
  'envelope',
  'shape',
  'echoed',
  'leaves',
  'complete',
  'message',
] as const
type FigureName = (typeof figureNames)[number]

export function tableOf(tallies: ReadonlyMap<string, Tally>): string {
  const rows = [...tallies].map(([name, tally]) => [
    name,
    String(tally.calls),
    String(tally.judged),
    ...figureNames.map((figure) => percent(tally.figures[figure])),
    percent({ right: tally.unserved, of: tally.judged }),
  ])
  return columns([['', 'calls', 'judged', ...figureNames, 'unserved'], ...rows])
}

const percent = ({ right, of }: { right: number; of: number }): string =>
  of === 0 ? '-' : `${((100 * right) / of).toFixed(1)} %`

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
