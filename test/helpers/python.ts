// Programs that use Google's client for Python; each prints what it was answered, a line of JSON for each step.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { env } from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

export const python = env['PYTHON'] ?? '/usr/bin/python3'
export const pythonFound =
  spawnSync(python, ['-c', 'import googleapiclient.discovery, httplib2']).status === 0

if (!pythonFound)
  console.warn(
    `${python} cannot import googleapiclient: its tests are skipped. Install python3-googleapi.`,
  )

interface Step {
  readonly step: string
  readonly answer: unknown
}

/** Resolves to the answers by the name of the step. `onStep`: called as soon as one is printed. */
export async function runPython(
  args: readonly string[],
  onStep: (name: string, child: ChildProcess) => void = () => {},
): Promise<Record<string, unknown>> {
  const child = spawn(python, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  const closed = new Promise<number | null>((resolve) => void child.once('close', resolve))
  const err = text(child.stderr)
  const steps: Record<string, unknown> = {}
  for await (const line of createInterface(child.stdout)) {
    const { step, answer } = JSON.parse(line) as Step
    steps[step] = answer
    onStep(step, child)
  }
  if ((await closed) !== 0) throw new Error(await err)
  return steps
}
