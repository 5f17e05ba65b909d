// A line for each scenario as it ends, and all of them as a table in the end.
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Report } from './scenario.ts'

const titles = [
  'scenario',
  'store',
  'operations',
  'unknown',
  'faults',
  'verdict',
  'figures',
] as const

export default class FaultReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const { fault } = test.meta()
    if (fault !== undefined) console.log(`fault suite: ${cellsOf(fault).join(', ')}`)
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => test.meta().fault ?? []),
    )
    const rows = [[...titles], ...lines.map((line) => titles.map((title) => String(line[title])))]
    const widths = titles.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
    for (const row of rows) console.log(row.map((cell, i) => cell.padEnd(widths[i]!)).join('  '))
  }
}

const cellsOf = ({ scenario, store, operations, unknown, faults, verdict, figures }: Report) => [
  scenario,
  store,
  `${operations} operations`,
  `${unknown} unknown`,
  `${faults} faults`,
  verdict,
  figures,
]
