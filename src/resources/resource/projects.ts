// Numbers of projects: a project is named by its id or by its number, and both mean the same.
import { hash } from 'node:crypto'

export class Projects {
  readonly #ids = new Map<string, string>()
  readonly #numbers = new Map<string, string>()

  /** Twelve digits, the same for the same id. */
  numberOf(id: string): string {
    return this.#numbers.getOrInsertComputed(id, () => {
      const number = String(
        10n ** 11n + (BigInt(`0x${hash('sha256', id).slice(0, 14)}`) % (9n * 10n ** 11n)),
      )
      this.#ids.set(number, id)
      return number
    })
  }

  /** Undefined where no project of that number was ever named. */
  idOf(number: string): string | undefined {
    return this.#ids.get(number)
  }

  /** Parameters with `projects/NUMBER` as `projects/ID`, where a project of that number was ever named. */
  inParams(params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const changed = Object.entries(params).map(([name, value]) =>
      typeof value === 'string' ? [name, this.#inName(value, name)] : [name, value],
    )
    return Object.fromEntries(changed)
  }

  #inName(value: string, parameter: string): string {
    const isId = /^project(s?Id)?$/.test(parameter)
    const id = isId ? value : /^projects\/([^/]+)/.exec(value)?.[1]
    if (id === undefined || id === '-') return value
    if (!/^\d+$/.test(id)) {
      this.numberOf(id)
      return value
    }
    const known = this.#ids.get(id)
    if (known === undefined) return value
    return isId ? known : `projects/${known}${value.slice('projects/'.length + id.length)}`
  }
}
