// What work costs this process, and how it compares with the least it could cost.

export interface Cost {
  readonly perSecond: number
  /** Microseconds of CPU in this process for each task. */
  readonly cpu: number
}

export async function measured(count: number, work: () => Promise<void>): Promise<Cost> {
  const began = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { perSecond: (count / (performance.now() - began)) * 1000, cpu: (user + system) / count }
}

/** The first is what the others are compared with. */
export function printCosts(costs: Readonly<Record<string, Cost>>): void {
  const [least] = Object.values(costs)
  for (const [name, { perSecond, cpu }] of Object.entries(costs)) {
    const speed = `${Math.round(perSecond)} tasks/s (${ratio(perSecond, least?.perSecond)})`
    console.log(
      `${name.padEnd(30)}${speed.padEnd(24)}${Math.round(cpu)} µs CPU a task (${ratio(cpu, least?.cpu)})`,
    )
  }
}

const ratio = (value: number, of = value): string => (value / of).toFixed(2)
