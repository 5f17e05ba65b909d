// Seconds of processor that processes have used, in user and kernel mode, as the kernel counts them.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export function cpuSecondsOf(pids: readonly number[]): number {
  const seconds = existsSync('/proc/self/schedstat') ? secondsOfThreads : secondsByPs
  return pids.reduce((sum, pid) => sum + seconds(pid), 0)
}

/** In nanoseconds, thread by thread; /proc/PID/stat has the sum, but in hundredths of a second. */
function secondsOfThreads(pid: number): number {
  const threads = `/proc/${pid}/task`
  const nanoseconds = readdirSync(threads).map((thread) =>
    Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9
}

/** `[hours:]minutes:seconds.hundredths`, on macOS. */
function secondsByPs(pid: number): number {
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
