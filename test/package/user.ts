// Somebody who uses the packages: a folder of their own, a package manager, and commands that are typed there.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { env as ownEnvironment } from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly address?: RegExp
}

export interface Started extends AsyncDisposable {
  readonly url: string
}

/** Without what this process was started with; with the same Node, whatever the machine's own is. */
export const environment = (home: string, registry: string): Record<string, string> => ({
  PATH: [dirname(process.execPath), ownEnvironment['PATH']].join(delimiter),
  HOME: home,
  npm_config_registry: registry,
  npm_config_cache: join(home, 'npm'),
  npm_config_store_dir: join(home, 'pnpm'),
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  YARN_REGISTRY: registry,
  YARN_CACHE_FOLDER: join(home, 'yarn'),
})

export class User implements Disposable {
  readonly folder: string
  readonly #home: string
  readonly #env: Record<string, string>

  /** `home`: where package managers keep what they have downloaded. */
  constructor(registry: string, home: string) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), 'user-')))
    this.#home = home
    this.#env = environment(this.#home, registry)
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true })
    writeFileSync(join(this.folder, file), content)
  }

  /** Runs a command line to its end. */
  async run(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ran> {
    const child = this.#spawn(command, args, env)
    const closed = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    const [out, err, code] = await Promise.all([text(child.stdout!), text(child.stderr!), closed])
    return { code, out, err }
  }

  /** What a command prints that must succeed. */
  async done(...command: Parameters<User['run']>): Promise<string> {
    const { code, out, err } = await this.run(...command)
    if (code === 0) return out
    throw new Error(`${command[0]} ${command[1].join(' ')} exits with ${code}: ${out}${err}`)
  }

  /** Asks until there is an answer. */
  async until<Answer>(ask: () => Promise<Answer | undefined>): Promise<Answer> {
    const last = performance.now() + 30_000
    for (;;) {
      const answer = await ask()
      if (answer !== undefined) return answer
      if (performance.now() > last) throw new Error('it did not come in half a minute')
      await pause(100)
    }
  }

  /** Starts a server, and waits until it says where it listens: the first group of `address`. */
  async start(
    command: string,
    args: readonly string[],
    { env = {}, address = /listens on (http:\S+)/ }: StartOptions = {},
  ): Promise<Started> {
    const child = this.#spawn(command, args, env)
    const closed = new Promise((resolve) => void child.once('close', resolve))
    const stop = async () => {
      killGroup(child)
      await closed
    }
    let told = ''
    const url = await new Promise<string | undefined>((resolve) => {
      const read = (chunk: Buffer) => {
        told += chunk.toString()
        const [, at] = address.exec(told) ?? []
        if (at !== undefined) resolve(at)
      }
      child.stdout!.on('data', read)
      child.stderr!.on('data', read)
      void closed.then(() => resolve(undefined))
    })
    if (url === undefined) throw new Error(`${command} ${args.join(' ')} ended: ${told}`)
    return { url, [Symbol.asyncDispose]: stop }
  }

  #spawn(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): ChildProcess {
    return spawn(command, args, {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

/** The command of a package manager that is no part of this repository; undefined where it cannot be had. */
export function packageManager(name: string, version: string): string | undefined {
  try {
    return execFileSync(
      'npm',
      ['exec', '--yes', '--prefer-offline', `--package=${name}@${version}`, '--', 'which', name],
      { cwd: tmpdir(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 },
    ).trim()
  } catch {
    return undefined
  }
}
