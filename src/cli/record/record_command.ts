// `record --upstream URL`: notes the calls of a client and what a real service answers, for replay and learn.
import { once } from 'node:events'
import { appendFileSync, existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { loadServices } from '../../api/states.ts'
import { ConfigError, hostAndPort, socketPathOf } from '../../config/config.ts'
import type { Settings } from '../../config/settings.ts'
import { harOf } from '../replay/har.ts'
import { identifying } from '../replay/identify.ts'
import type { RecordedCall } from '../replay/recorded.ts'
import { recorder } from './recorder.ts'

export interface RecordOptions {
  readonly upstream: string
  /** JSON lines, or HAR if it ends so. */
  readonly out: string
  /** Ends the recording; by default the first signal does. */
  readonly stopped?: Promise<void>
  readonly onListening?: (url: string) => void
}

/** One sequence: the calls from the start to the end. */
export async function recordCommand(config: Settings, options: RecordOptions): Promise<number> {
  const { upstream, out, stopped = untilSignal(), onListening = told } = options
  if (socketPathOf(config.bind) !== undefined)
    throw new ConfigError('record listens at HOST:PORT, not at a Unix socket: see --bind')
  if (!/^https?:$/.test(URL.parse(upstream)?.protocol ?? ''))
    throw new ConfigError(
      `--upstream is "${upstream}", but must be a URL, such as https://pubsub.googleapis.com`,
    )
  if (!existsSync(dirname(out)))
    throw new ConfigError(`${out} cannot be written: there is no folder ${dirname(out)}`)
  if (out.endsWith('.har') && existsSync(out))
    throw new ConfigError(`${out} exists, and an archive holds one recording: name another file`)
  const services = await loadServices(config.api_data)
  const calls: RecordedCall[] = []
  const note = (call: RecordedCall) => void calls.push(call)
  const server = recorder({ upstream, identify: identifying(services), note })
  const { host, port } = hostAndPort(config.bind)
  server.listen(port, host)
  await once(server, 'listening')
  onListening(`http://${host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`)
  await stopped
  server.closeAllConnections()
  await new Promise((resolve) => void server.close(resolve))
  const sequence = { src: `${upstream}, recorded here`, complete: true, calls }
  appendFileSync(out, out.endsWith('.har') ? harOf(sequence) : `${JSON.stringify(sequence)}\n`)
  console.log(
    `${calls.length} calls in ${out}; read it before you share it: secrets that no name tells are in it.`,
  )
  return 0
}

const told = (url: string): void =>
  console.log(`Requests to ${url} are handed on and recorded until Ctrl-C.`)

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
