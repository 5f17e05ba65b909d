// What this server promises of its speed, and how a measurement stands to it.
import { print, spread } from './table.ts'

export interface Target {
  /** What is measured, in words that need no other table. */
  readonly what: string
  /** One value a round. */
  readonly values: readonly number[]
  readonly unit: '×' | 's' | 'ms' | 'MiB'
  /** The median is to be no more. */
  readonly most?: number
  /** The median is to be no less. */
  readonly least?: number
}

export interface Options {
  /** Fewer rounds of less work: a figure in minutes that is off by a fifth. */
  readonly quick: boolean
}

/** One part of the benchmark: prints its own tables as it goes. */
export type Part = (options: Options) => Promise<readonly Target[]>

/** Ratios of a comparison, by what was measured, as targets. */
export const targetsOf = (
  ratios: ReadonlyMap<string, readonly number[]>,
  wordsOf: (what: string) => string,
  mostOf: (what: string) => number,
): Target[] =>
  [...ratios].map(([what, values]) => ({
    what: wordsOf(what),
    values,
    unit: '×',
    most: mostOf(what),
  }))

export function printTargets(targets: readonly Target[]): void {
  const rows = targets.map((target) => [
    target.what,
    `${spread(target.values, digitsOf(target))} ${target.unit}`,
    target.most === undefined
      ? `≥ ${target.least} ${target.unit}`
      : `≤ ${target.most} ${target.unit}`,
    isMet(target) ? 'yes' : 'NO',
  ])
  print('Targets', ['what', 'median (least–greatest)', 'target', 'met'], rows)
  const met = targets.filter(isMet).length
  console.log(`${met} of ${targets.length} targets are met.`)
}

export function isMet({ values, most = Infinity, least = -Infinity }: Target): boolean {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2
  return median <= most && median >= least
}

const digitsOf = ({ unit }: Target): number =>
  unit === '×' || unit === 's' ? 2 : unit === 'ms' ? 1 : 0
