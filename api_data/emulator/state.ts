// State as a whole: back to the seed, out, in, kept, forked.
import { invalid, timeText, type Handlers } from 'discovery-emulator'
import { readResources, type Control } from 'discovery-emulator/control'
import type { Fork, Methods } from '../types/emulator_v1.ts'

export const stateHandlers: Handlers<Methods, Control> = {
  'emulator.reset': async ({ fork }, control) => {
    await control.reset(fork)
    return {}
  },
  'emulator.seed': async ({ fork, body: { resources = [], seal = true } }, control) => {
    await control.seed(fork, readResources(resources), seal)
    return {}
  },
  'emulator.export': async ({ fork }, control) => {
    const { kind, resources, blobs } = await control.export(fork)
    return { kind, resources: resources.map((resource) => ({ ...resource })), blobs: { ...blobs } }
  },
  'emulator.import': async ({ fork, body }, control) => {
    await control.import(fork, body)
    return {}
  },
  'emulator.forks.list': async (_, control) => {
    const names = (await control.forks.list()).filter((name) => name !== '')
    return { forks: await Promise.all(names.map((name) => forkOf(name, control))) }
  },
  'emulator.forks.get': ({ params: { forkId } }, control) => forkOf(forkId, control),
  'emulator.forks.create': async ({ fork, params, body }, control) => {
    const name = params.forkId ?? body.name ?? ''
    await control.forks.make(name, fork)
    return forkOf(name, control)
  },
  'emulator.forks.delete': async ({ params: { forkId } }, control) => {
    await control.removeFork(forkId)
    return {}
  },
  'emulator.snapshots.list': async (_, control) => ({
    snapshots: (await control.snapshots()).map((name) => ({ name })),
  }),
  'emulator.snapshots.create': async ({ fork, params, body }, control) => {
    const name = params.snapshotId ?? body.name
    if (name === undefined) throw invalid('snapshotId is missing.', 'snapshotId')
    await control.snapshot(fork, name)
    return { name }
  },
  'emulator.snapshots.restore': async ({ fork, params: { snapshotId } }, control) => {
    await control.restore(fork, snapshotId)
    return {}
  },
  'emulator.snapshots.delete': async ({ params: { snapshotId } }, control) => {
    await control.removeSnapshot(snapshotId)
    return {}
  },
}

const forkOf = async (name: string, control: Control): Promise<Fork> => ({
  name,
  time: timeText((await control.clockOf(name)).now()),
})
