// `replay FILE`: judges the emulator by a recording of Google's answers.
import type { Config } from '../../config/config.ts'
import { judge, type Verdict } from './judge.ts'
import { openSubject } from './open_subject.ts'
import type { Sequence } from './recorded.ts'
import { readRecording } from './recording.ts'
import { tableOf, Tally } from './table.ts'

export interface ReplayOptions {
  readonly file: string
  /** Only this API: `redis:v1`. */
  readonly api?: string | undefined
  /** So many calls that differ are shown. */
  readonly show?: number
  readonly byMethod?: boolean
  /** Without the data that comes with us. */
  readonly isBare?: boolean
}

export async function replayCommand(config: Config, options: ReplayOptions): Promise<number> {
  const { api, show = 0, byMethod, isBare = false, file } = options
  await using subject = await openSubject(config, isBare)
  const tallies = new Map<string, Tally>()
  const total = new Tally()
  const apis = new Set<string>()
  let shown = 0
  const note = (verdict: Verdict, { src }: Sequence) => {
    const { call } = verdict
    apis.add(call.api)
    if (api !== undefined && api !== call.api) return
    tallies.getOrInsertComputed(byMethod ? call.id : call.api, () => new Tally()).add(verdict)
    total.add(verdict)
    if (shown >= show || !isFaulty(verdict)) return
    shown += 1
    console.log(told(verdict, src))
  }
  await judge(readRecording(file, subject.identify), subject, note)
  if (api !== undefined && !apis.has(api))
    throw new Error(`${file} has no call of ${api}, only of ${[...apis].toSorted().join(', ')}`)
  const rows = [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1))
  console.log(tableOf(new Map([...rows, ['all', total]])))
  return 0
}

const isFaulty = ({ skipped, status, envelope, shape, differences }: Verdict): boolean =>
  skipped === undefined &&
  (!status ||
    typeof envelope === 'string' ||
    typeof shape === 'string' ||
    differences.some(({ own }) => own !== undefined))

function told({ call, own, status, envelope, shape, differences }: Verdict, src: string): string {
  const lines = differences
    .slice(0, 12)
    .map(
      ({ path, recorded, own: value }) =>
        `    ${path}: ${JSON.stringify(value)} for ${JSON.stringify(recorded)}`,
    )
  const answer = JSON.stringify(own.body)?.slice(0, 300)
  return [
    `${call.m} ${call.id} ${call.u} (${src})`,
    ...(status ? [] : [`    status ${own.status} for ${call.s}: ${answer}`]),
    ...(typeof envelope === 'string' ? [`    envelope ${envelope}`] : []),
    ...(typeof shape === 'string' ? [`    shape ${shape}`] : []),
    ...lines,
  ].join('\n')
}
