// A page is followed from its first command to its last, as its reader would, in a folder of its own.
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../helpers/free_port.ts'
import { blocksOf, type Block } from './pages.ts'
import { endlessOf, exceptionOf, mayChange, scenes } from './plan.ts'
import { Shell, type Running } from './shell.ts'
import { fits, hasLines, withIds, type Ids } from './shown.ts'
import { hasSteps, stepsOf, type Step } from './steps.ts'

/** What differs is asked for again, where that changes nothing, and a server is waited for, so many seconds. */
const PATIENCE = 60

interface Started {
  readonly step: Step
  readonly running: Running
}

export class Session implements AsyncDisposable {
  readonly #page: string
  readonly #folder: string
  readonly #shell: Shell
  readonly #ports: ReadonlyMap<string, number>
  readonly #ids: Ids = new Map()
  readonly #started = new Map<string, Started>()
  /** Commands that did not do what the page says, and what they did. */
  readonly deviations: string[] = []

  private constructor(
    page: string,
    folder: string,
    shell: Shell,
    ports: ReadonlyMap<string, number>,
  ) {
    this.#page = page
    this.#folder = folder
    this.#shell = shell
    this.#ports = ports
  }

  /** `variables`: more of the reader's. */
  static async open(
    page: string,
    folder: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Session> {
    const ports = new Map<string, number>()
    for (const port of ['5052', '5051', '5053', '8080']) ports.set(port, await freePort())
    const { files = {}, env = {} } = scenes[page] ?? {}
    // A refusal of a server is a failure of curl.
    const given = { ...files, '.home/.curlrc': 'silent\nfail-with-body\n' }
    for (const [file, text] of Object.entries(given)) write(join(folder, file), text)
    const own = {
      PATH: [
        dirname(process.execPath),
        join(folder, 'node_modules/.bin'),
        process.env['PATH'],
      ].join(delimiter),
      HOME: join(folder, '.home'),
      BIND: '127.0.0.1:5052',
      ACCESSLOG: '',
      API_DISCOVERY_URL: 'http://127.0.0.1:5052/api/{api}/{apiVersion}',
      RENDER_SLEEP_TIME: '0.2',
      npm_config_loglevel: 'silent',
      LOG_FORMAT: 'pretty', // as in a terminal
      ...env,
      ...variables,
    }
    const all = Object.entries(own).map(([name, value]) => [name, withPorts(value, ports)])
    const shell = await Shell.open(folder, Object.fromEntries(all) as Record<string, string>)
    return new Session(page, folder, shell, ports)
  }

  /** All of the page, in a folder that is like the repository after `npm install`. */
  async follow(): Promise<void> {
    if (scenes[this.#page]?.startsServer !== true)
      await this.#start(
        {
          page: this.#page,
          line: 0,
          command: 'node bin/discovery-emulator.js serve',
          shown: undefined,
        },
        'emulator',
        'stop with Ctrl-C',
      )
    for (const block of blocksOf(this.#page)) await this.#tryBlock(block)
    await this.#stopAll()
  }

  /** A part of the page, of which nothing is an exception. */
  async followPart(block: Block): Promise<void> {
    for (const step of stepsOf(block)) await this.#runStep(step)
    await this.#stopAll()
  }

  async #stopAll(): Promise<void> {
    for (const kind of this.#started.keys()) await this.#stop(kind)
  }

  async #tryBlock(block: Block): Promise<void> {
    if (block.file !== '') write(join(this.#folder, block.file), withPorts(block.code, this.#ports))
    else if (block.language === 'js') await this.#runProgram(block)
    if (hasSteps(block)) for (const step of stepsOf(block)) await this.#tryStep(step)
  }

  async #runProgram({ page, line, code }: Block): Promise<void> {
    write(join(this.#folder, 'example.mjs'), withPorts(code, this.#ports))
    await this.#runToEnd({ page, line, command: 'node example.mjs', shown: undefined })
  }

  async #tryStep(step: Step): Promise<void> {
    if (step.command === '^C') return await this.#interrupt(step)
    const exception = exceptionOf(step)
    if (exception !== undefined && exception.instead === undefined) return
    await this.#runStep(
      exception?.instead === undefined ? step : { ...step, command: exception.instead },
    )
  }

  async #runStep(step: Step): Promise<void> {
    const endless = endlessOf(step.command)
    if (endless === undefined) return await this.#runToEnd(step)
    await this.#stop(endless.kind)
    await this.#start(step, endless.kind, endless.ready)
  }

  async #runToEnd(step: Step): Promise<void> {
    const command = withPorts(withIds(step.command, this.#ids), this.#ports)
    const last = performance.now() + PATIENCE * 1000
    for (;;) {
      const { printed, code } = await this.#shell.run(command)
      const told = this.#told(printed)
      const isSo = step.shown === undefined ? code === 0 : fits(step.shown, told, this.#ids)
      if (isSo) return
      if (!mayChange(step.command, told) || performance.now() > last)
        return this.#deviates(step, told, code)
      await pause(200)
    }
  }

  async #start(step: Step, kind: string, ready: string): Promise<void> {
    // Its own port; the emulator's is said by BIND.
    const port = kind === 'render' ? 'PORT=5051 ' : ''
    const running = this.#shell.start(
      withPorts(port + step.command.replace(/ &$/, ''), this.#ports),
    )
    if (!(await running.prints(ready, PATIENCE)))
      this.#deviates(step, this.#told(running.printed()), undefined)
    this.#started.set(kind, { step, running })
    // Its terminal is busy.
    await this.#shell.openTerminal()
  }

  async #stop(kind: string): Promise<void> {
    const started = this.#started.get(kind)
    this.#started.delete(kind)
    started?.running.signal('SIGTERM')
    if (started !== undefined) await this.#compareAll(started)
  }

  /** Ctrl-C in the terminal of what was started last. */
  async #interrupt(step: Step): Promise<void> {
    const [kind, started] = [...this.#started].at(-1)!
    this.#started.delete(kind)
    started.running.signal('SIGINT')
    await this.#compareAll(started)
    await this.#compareAll({ step, running: started.running })
  }

  /** What is shown may have been printed as late as at the end. */
  async #compareAll({ step, running }: Started): Promise<void> {
    const { printed, code } = await running.ended
    const told = this.#told(printed)
    if (step.shown !== undefined && !hasLines(step.shown, told, this.#ids))
      this.#deviates(step, told, code)
  }

  #deviates(step: Step, printed: string, code: number | null | undefined): void {
    const { page, line, command, shown } = step
    const said =
      shown === undefined
        ? ''
        : `which shows
${shown}
`
    this.deviations.push(`${page}:${line}: ${command}
${said}ended with ${code} and printed
${printed}`)
  }

  /** With the ports of the page. */
  #told(printed: string): string {
    let told = printed
    for (const [port, own] of this.#ports) told = told.replaceAll(`:${own}`, `:${port}`)
    return told
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell[Symbol.asyncDispose]()
  }
}

/** `localhost:5052`, `PORT=8080` → with the ports of this run. */
const withPorts = (text: string, ports: ReadonlyMap<string, number>): string =>
  text.replaceAll(/(?<=:|PORT=|--port |port: )\d{4}\b/g, (port) => String(ports.get(port) ?? port))

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
