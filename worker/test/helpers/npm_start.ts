// The examples, started as a person starts them.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { until } from './until.ts'

const commands = join(import.meta.dirname, '../../../node_modules/.bin')

/** `npm start` in an example's folder, under a shell as a person would have it. */
export function npmStart(example: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: join(import.meta.dirname, '../../examples', example),
    detached: true,
    env: { PATH: `${commands}:${process.env['PATH'] ?? ''}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const group = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-(child.pid ?? 0), signal)
    } catch {
      // All have ended.
    }
  }
  return {
    ended,
    output: () => output,
    lines: () => output.split('\n'),
    /** As Ctrl-C sends it: to npm and to the worker. */
    interrupt: () => group('SIGINT'),
    /** The first lines that are not npm's own. */
    firstLines: (count: number) =>
      until(`${example} says ${count} lines, and not only: ${output}`, () => {
        const lines = output
          .split('\n')
          .slice(0, -1)
          .filter((line) => !line.startsWith('npm '))
        return (lines.length >= count || child.exitCode !== null) && lines.slice(0, count)
      }),
    async [Symbol.asyncDispose]() {
      group('SIGKILL')
      await ended
    },
  }
}
