// Faults on demand.
import { invalid, type Handlers } from 'discovery-emulator'
import { readFault, type Control, type SetFault } from 'discovery-emulator/control'
import type { Fault, Methods } from '../types/emulator_v1.ts'

export const faultHandlers: Handlers<Methods, Control> = {
  'emulator.faults.list': (_, control) => ({ faults: control.faults.list().map(faultOf) }),
  'emulator.faults.create': async ({ fork, body }, control) => {
    const { name: _name, hits: _hits, ...fault } = body
    const own = fork === '' ? fault : { fork, ...fault }
    if (own.fork !== undefined) await control.forks.check(own.fork)
    return faultOf(control.faults.add(read(own)))
  },
  'emulator.faults.delete': ({ params: { faultId } }, control) => {
    control.faults.remove(faultId)
    return {}
  },
  'emulator.faults.clear': ({ fork }, control) => {
    control.faults.clear(fork === '' ? undefined : fork)
    return {}
  },
}

function read(fault: object) {
  try {
    return readFault(fault)
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

const faultOf = ({ name, fault, hits }: SetFault): Fault => ({ name, ...fault, hits })
