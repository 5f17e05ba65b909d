// Seconds of processor that processes have used, in user and kernel mode, as the kernel counts them.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** Ticks a second in /proc, whatever the kernel's own. */
const USER_HZ = 100

export function cpuSecondsOf(pids: readonly number[]): number {
  const seconds = existsSync('/proc/self/stat') ? secondsInProc : secondsByPs
  return pids.reduce((sum, pid) => sum + seconds(pid), 0)
}

function secondsInProc(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The program's name, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / USER_HZ
}

/** `[hours:]minutes:seconds.hundredths`, on macOS. */
function secondsByPs(pid: number): number {
  const time = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
  return time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}
