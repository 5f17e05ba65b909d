// Time of a fork, and what is due by it.
import { durationText, invalid, timeText, type Handlers } from 'discovery-emulator'
import type { Clock, Control, LoggedAttempt } from 'discovery-emulator/control'
import type { Attempt, Methods, Time } from '../types/emulator_v1.ts'
import { microsOf } from './duration.ts'

export const timeHandlers: Handlers<Methods, Control> = {
  'emulator.time.get': async ({ fork }, control) => timeOf(await control.clockOf(fork)),
  'emulator.time.advance': async ({ fork, body: { duration } }, control) => {
    const clock = await control.clockOf(fork)
    clock.advance(microsOf(wanted(duration, 'duration', '"60s"')) / 1_000_000)
    return timeOf(clock)
  },
  'emulator.time.set': async ({ fork, body: { time } }, control) => {
    const clock = await control.clockOf(fork)
    clock.set(Date.parse(wanted(time, 'time', '"2027-01-01T00:00:00Z"')) * 1000)
    return timeOf(clock)
  },
  'emulator.time.freeze': async ({ fork }, control) => {
    const clock = await control.clockOf(fork)
    clock.freeze()
    return timeOf(clock)
  },
  'emulator.time.resume': async ({ fork }, control) => {
    const clock = await control.clockOf(fork)
    clock.resume()
    return timeOf(clock)
  },
  'emulator.runUntilIdle': async ({ fork }, control) => ({
    attempts: await control.runUntilIdle(fork),
  }),
  'emulator.queues.list': async ({ fork }, control) => ({
    queues: (await control.queues(fork)).map((name) => ({ name })),
  }),
  'emulator.attempts.list': async ({ fork, params: { task } }, control) => {
    const attempts = await control.attempts(fork)
    const asked = attempts.filter((attempt) => task === undefined || attempt.task === task)
    return { attempts: asked.map(attemptOf) }
  },
}

function wanted(value: string | undefined, name: string, example: string): string {
  if (value === undefined) throw invalid(`${name} is missing, such as ${example}.`, name, 'body')
  return value
}

const timeOf = (clock: Clock): Time => ({
  time: timeText(clock.now()),
  frozen: clock.isFrozen,
  offset: durationText(clock.offset),
})

const attemptOf = (logged: LoggedAttempt): Attempt => {
  const { task, attempt, dispatched, ended, request, response, error } = logged
  return {
    task,
    attempt,
    dispatchTime: timeText(dispatched),
    endTime: timeText(ended),
    ...(request && { request: { ...request, body: request.body.toString('base64') } }),
    ...(response && { response: { ...response } }),
    error,
  }
}
