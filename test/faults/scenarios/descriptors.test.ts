// The server's processes may open no more files, and so neither connections.
import { connect } from 'node:net'
import { limitProcess, serverPids } from '../processes.ts'
import { scenario, type Fault } from '../scenario.ts'

/** Fewer than any of the processes has open. */
const FEW = 10
const MANY = 10_000

const fewDescriptors: Fault = {
  what: 'no process may open another file',
  lasts: 2000,
  async inflict(subject, chance) {
    const pids = await serverPids(subject.server().pid)
    for (const pid of pids) limitProcess(pid, 'nofile', FEW)
    const { hostname, port } = new URL(subject.url)
    const sockets = Array.from({ length: 20 + chance.below(30) }, () =>
      connect(Number(port), hostname).on('error', () => {}),
    )
    return async () => {
      // Those that were started meanwhile have the limit of the one that started them.
      for (const pid of await serverPids(subject.server().pid)) limitProcess(pid, 'nofile', MANY)
      for (const socket of sockets) socket.destroy()
    }
  },
}

scenario({
  name: 'file descriptors are used up',
  stores: ['SQLite', 'memory', 'Redis'],
  mayBeCut: /^/,
  faults: [fewDescriptors],
})
