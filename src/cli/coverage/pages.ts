// The pages of coverage: one for each API, and a table of all.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Origin } from '../../api/behavior.ts'
import type { Service } from '../../api/service.ts'
import type { Parity, ParityTable } from './parity.ts'

/** By what answers it, in the order of the pages. */
const origins: readonly Origin[] = ['handler', 'rule', 'seed', 'stateful', 'mock', 'none']

export function apiPage(service: Service, parity: Readonly<Record<string, Parity>> = {}): string {
  const { id, outline, methods } = service
  const rows = methods.map((bound) => {
    const origin = bound.behavior?.origin ?? 'none'
    return `| \`${bound.outline.id}\` | ${origin === 'none' ? '**none**' : origin} | ${cells(parity[bound.outline.id])} |`
  })
  const counts = origins
    .map((origin) => [origin, methods.filter((one) => (one.behavior?.origin ?? 'none') === origin)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([origin, own]) => `${own.length} ${origin}`)
  return `# ${outline.name} ${outline.version}
${id}: ${methods.length} methods: ${counts.join(', ')}.

| method | answered by | recorded | same status | same values |
|---|---|---|---|---|
${rows.join('\n')}
`
}

const cells = (parity: Parity | undefined): string =>
  parity === undefined
    ? ' | | '
    : `${parity.calls} | ${parity.status} % | ${parity.values === null ? '' : `${parity.values} %`}`

/** `folder`: where the pages of APIs are. */
export async function indexPage(folder: string, parity: ParityTable): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const rows = await Promise.all(files.toSorted().map((name) => indexRow(folder, name, parity)))
  return `# Coverage
What answers each method, and how near that is to answers of Google's that were recorded. "Same status" counts calls that end
as they did with Google; "same values" counts, of the values in our answers, those that are Google's, ids and times of a run
aside. What is recorded says nothing of what is not: an empty cell is a method nobody recorded. Made by \`discovery-emulator
coverage RECORDING…\` ([how it is judged](../replay.md)).

| API | methods | recorded calls | same status | same values |
|---|---|---|---|---|
${rows.join('\n')}
`
}

async function indexRow(folder: string, name: string, parity: ParityTable): Promise<string> {
  const [, about = ''] = (await readFile(join(folder, name), 'utf8')).split('\n')
  const [id = '', ...rest] = about.split(': ')
  const own = Object.values(parity[id] ?? {})
  const calls = own.reduce((sum, one) => sum + one.calls, 0)
  const figures = calls === 0 ? ' | | ' : `${calls} | ${mean(own, 'status')} | ${mean(own, 'values')}`
  return `| [${id}](${name}) | ${rest.join(': ').replace(/\.$/, '')} | ${figures} |`
}

/** Weighed by the number of calls. */
function mean(all: readonly Parity[], figure: 'status' | 'values'): string {
  const own = all.filter((one) => one[figure] !== null)
  const calls = own.reduce((sum, one) => sum + one.calls, 0)
  if (calls === 0) return ''
  const sum = own.reduce((total, one) => total + one.calls * one[figure]!, 0)
  return `${(sum / calls).toFixed(1)} %`
}
