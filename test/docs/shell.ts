// A terminal in which commands are typed one after the other: what one changes of folder and variables, the next one finds.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Ran {
  /** Standard output and errors, as a terminal mixes them. */
  readonly printed: string
  readonly code: number | null
}

/** A command that has not ended. */
export interface Running {
  printed(): string
  /** Whether it does within so many seconds, before it ends. */
  prints(text: string, seconds: number): Promise<boolean>
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<Ran>
}

export class Shell implements AsyncDisposable {
  readonly #state: string
  readonly #folder: string
  readonly #env: Readonly<Record<string, string>>
  readonly #running = new Set<Running>()

  private constructor(state: string, folder: string, env: Readonly<Record<string, string>>) {
    this.#state = state
    this.#folder = folder
    this.#env = env
  }

  /** `env` is all of the environment. */
  static async open(folder: string, env: Readonly<Record<string, string>>): Promise<Shell> {
    return new Shell(await mkdtemp(join(tmpdir(), 'shell-')), folder, env)
  }

  async run(command: string): Promise<Ran> {
    const after = '{ export -p; printf "cd %q\\n" "$PWD"; } >"$SHELL_STATE/state"'
    return await this.start(`${command}\ncode=$?; ${after}; exit $code`).ended
  }

  start(command: string): Running {
    const before = '[ ! -f "$SHELL_STATE/state" ] || . "$SHELL_STATE/state"'
    const child = spawn('bash', ['-c', `exec 2>&1\n${before}\n${command}`], {
      cwd: this.#folder,
      env: { ...this.#env, SHELL_STATE: this.#state },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // a group of its own, with all that it starts
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    const printed = (): string => Buffer.concat(chunks).toString('utf8')
    const ended = new Promise<Ran>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve({ printed: printed(), code }))
    })
    const prints = (text: string, seconds: number): Promise<boolean> =>
      new Promise((resolve) => {
        const look = (isLast: boolean) => {
          if (isLast || printed().includes(text)) resolve(printed().includes(text))
        }
        look(false)
        child.stdout.on('data', () => look(false))
        void ended.then(() => look(true)).catch(() => look(true))
        setTimeout(() => look(true), seconds * 1000).unref()
      })
    const signal = (name: NodeJS.Signals) => kill(child.pid, name)
    const running = { printed, prints, signal, ended }
    this.#running.add(running)
    void ended.finally(() => this.#running.delete(running)).catch(() => {})
    return running
  }

  /** What is typed from now on begins in the first folder, with the first variables. */
  async openTerminal(): Promise<void> {
    await rm(join(this.#state, 'state'), { force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = [...this.#running]
    for (const running of left) running.signal('SIGKILL')
    await Promise.allSettled(left.map(({ ended }) => ended))
    await rm(this.#state, { recursive: true, force: true })
  }
}

function kill(pid: number | undefined, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name)
  } catch {
    // All of them have ended.
  }
}
