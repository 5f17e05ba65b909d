// The instructions of Google's storage testbench (README of googleapis/storage-testbench) as faults of the emulator.

/** A fault that meets one call; `docs/control.md`. */
export function faultOf(instruction: string, method: string): object {
  const once = { method, count: 1 }
  if (instruction === 'return-reset-connection') return { ...once, connection: 'DROP_BEFORE' }
  const [, code, kibibytes] = /^return-(\d+)(?:-after-(\d+)K)?$/.exec(instruction) ?? []
  const status = statuses[code ?? '']
  if (status === undefined) throw new Error(`no fault for ${instruction}`)
  if (kibibytes === undefined) return { ...once, status }
  return { ...once, status, afterBytes: Number(kibibytes) * 1024 }
}

/** 408 is in no table of Google's statuses; the client repeats it as it does 429. */
const statuses: Readonly<Record<string, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  408: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
}
