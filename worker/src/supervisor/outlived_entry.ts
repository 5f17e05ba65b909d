// The thread of outlived.ts: a process whose parent has died is given to another.
import { workerData } from 'node:worker_threads'
import type { WatchOptions } from './outlived.ts'

const { parent, graceMs } = workerData as WatchOptions

const timer = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(timer)
  // Nothing milder ends a process whose main thread does not listen.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs)
}, 500)
