// `npm run corpus -- [DIR] [--all] [--seed=TEXT]`: judges the documents of a folder and prints what comes out.
import { parseArgs } from 'node:util'
import { corpusDirectory, documentsIn } from '../helpers/corpus.ts'
import { judge, type Count, type Judgement } from './judge.ts'
import { all as every, some } from './trials/sampling.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    seed: { type: 'string', default: '' },
    failures: { type: 'string', default: '20' },
  },
})
const directory = positionals[0] ?? corpusDirectory
const held = documentsIn(directory).filter(({ document }) => document.name !== 'discovery')
const judgement = await judge(held, { pick: values.all ? every : some, seed: values.seed })
print(judgement)
process.exitCode = judgement.failures.length === 0 ? 0 : 1

function print({ counts, failures }: Judgement): void {
  const rows = [...counts].map(([api, kinds]) => [api, [...kinds.values()]] as const)
  table(rows)
  const kinds = [...new Set([...counts.values()].flatMap((of) => [...of.keys()]))].toSorted()
  const ofKind = (kind: string) => [...counts.values()].flatMap((of) => of.get(kind) ?? [])
  table(kinds.map((kind) => [kind, ofKind(kind)] as const))
  for (const { api, kind, request, expected, actual } of failures.slice(0, +values.failures))
    console.log(
      [`${api}  ${kind}`, request, `expected  ${expected}`, `actual    ${actual}`, '']
        .map((line) => line.slice(0, 1500))
        .join('\n  '),
    )
}

type Row = readonly [name: string, counts: readonly Count[]]

function table(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(([name]) => name.length))
  const whole: Row = ['all', rows.flatMap(([, counts]) => counts)]
  for (const [name, counts] of [...rows, whole]) {
    const failed = sum(counts, 'failed')
    const mark = failed === 0 ? '' : `  ${failed} failed`
    console.log(`${name.padEnd(width)}${`${sum(counts, 'passed')}`.padStart(8)}${mark}`)
  }
  console.log()
}

function sum(counts: readonly Count[], key: keyof Count): number {
  return counts.reduce((total, count) => total + count[key], 0)
}
