// `replay FILE`: judges the emulator by a recording of Google's answers.
import { Clock } from '../../clock.ts'
import { Engine } from '../../resources/engine.ts'
import { traitsOf } from '../../resources/traits/traits.ts'
import { engineFallback } from '../../resources/fallback.ts'
import { createApp } from '../../http/app.ts'
import { loadServices } from '../../api/states.ts'
import { UploadFolder } from '../../http/upload/folder.ts'
import { silentLog } from '../../log.ts'
import type { Settings } from '../../config/settings.ts'
import { judge, type Verdict } from './judge.ts'
import { readRecording, type Sequence } from './recording.ts'
import { subjectOf } from './subject.ts'
import { tableOf, Tally } from './table.ts'

export interface ReplayOptions {
  readonly file: string
  /** Only this API: `redis:v1`. */
  readonly api?: string | undefined
  /** Calls that differ are shown, this many. */
  readonly show?: number
  readonly byMethod?: boolean
}

export async function replayCommand(config: Settings, options: ReplayOptions): Promise<number> {
  const engine = new Engine(new Clock(), 'replay')
  const services = await loadServices(config.api_data, {
    envelopeOf: (api) => traitsOf(api).envelope,
    fallback: engineFallback(engine),
  })
  const app = createApp(services, {
    log: silentLog,
    allowedHosts: [],
    allowedOrigins: [],
    advertised: undefined,
    bodyLimit: config.limit_request_body,
    uploads: new UploadFolder(config.upload_dir, Date.now),
    timeout: config.timeout,
    validateResponses: true,
  })
  const tallies = new Map<string, Tally>()
  const total = new Tally()
  let shown = 0
  const note = (verdict: Verdict, { src }: Sequence) => {
    const { api, id } = verdict.call
    if (options.api !== undefined && options.api !== api) return
    tallies.getOrInsertComputed(options.byMethod ? id : api, () => new Tally()).add(verdict)
    total.add(verdict)
    if (shown < (options.show ?? 0) && isFaulty(verdict) && ++shown) console.log(told(verdict, src))
  }
  await judge(readRecording(options.file), subjectOf(services, app, engine), note)
  console.log(
    tableOf(new Map([...[...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1)), ['all', total]])),
  )
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
  return [
    `${call.m} ${call.id} ${call.u} (${src})`,
    ...(status
      ? []
      : [`    status ${own.status} for ${call.s}: ${JSON.stringify(own.body)?.slice(0, 300)}`]),
    ...(typeof envelope === 'string' ? [`    envelope ${envelope}`] : []),
    ...(typeof shape === 'string' ? [`    shape ${shape}`] : []),
    ...lines,
  ].join('\n')
}
