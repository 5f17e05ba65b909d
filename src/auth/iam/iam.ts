// Who may do what to a resource: by its own policy, those of what contains it, and those that were given at the start.
import type { RestMethod } from '../../discovery/document.ts'
import type { Engine, Source, Subject } from '../../resources/engine.ts'
import { policyName } from '../../resources/methods/iam.ts'
import { bindingsOf, grantedBy, isFor, type Binding } from './bindings.ts'
import type { PolicyTable } from './files.ts'
import { apiOfPolicies } from './permission.ts'
import type { Roles } from './roles.ts'

export interface IamOptions {
  readonly engine: Engine
  readonly roles: Roles
  /** Policies from the start, which no client changes. */
  readonly policies: PolicyTable
  readonly warn: (sentence: string) => void
}

/** A resource, which need not be there. */
export interface Place {
  /** Name of its API. */
  readonly api: string
  readonly fork: string
  /** Without version: `projects/p/secrets/s`. */
  readonly name: string
  /** The project that the call names, for resources whose name has none. */
  readonly project: string | undefined
}

/** More containers than the resource hierarchy has: https://cloud.google.com/resource-manager/docs/creating-managing-folders. */
const MOST_FOLDERS = 12

export class Iam {
  readonly #options: IamOptions
  readonly #warned = new Set<string>()

  constructor(options: IamOptions) {
    this.#options = options
    for (const name of Object.keys(options.policies))
      if (name.startsWith('projects/')) options.engine.projects.numberOf(name.split('/')[1]!)
  }

  /** Of these permissions, those that the caller has there. `email`: undefined where nobody knows who calls. */
  async granted(
    place: Place,
    email: string | undefined,
    permissions: readonly string[],
  ): Promise<readonly string[]> {
    // A number is known for that of a project that was named once: that of the caller may be, only now.
    const own = /@([^@]+)\.iam\.gserviceaccount\.com$/.exec(email ?? '')?.[1]
    if (own !== undefined) this.#options.engine.projects.numberOf(own)
    const bindings = await this.#bindingsAt(place)
    const ofCaller = bindings.filter((binding) => isFor(binding, email))
    return grantedBy(ofCaller, permissions, this.#options.roles, (sentence) => this.#warn(sentence))
  }

  /** What a call is about. */
  subjectOf(
    source: Source,
    method: RestMethod,
    params: Readonly<Record<string, unknown>>,
  ): Subject {
    return this.#options.engine.subjectOf(source, method, params)
  }

  async #bindingsAt(place: Place): Promise<readonly Binding[]> {
    const { policies } = this.#options
    const names = withContainers(place.name)
    const own = await this.#policiesOf(place.api, place.fork, names)
    const project = await this.#projectOf(place, names)
    const containers = project === undefined ? [] : await this.#hierarchyOf(project, place.fork)
    const above = await this.#policiesOf(apiOfPolicies, place.fork, containers)
    const given = [...new Set([...names, ...containers])].flatMap((name) => policies[name] ?? [])
    return [...own, ...above, ...given]
  }

  async #policiesOf(api: string, fork: string, names: readonly string[]) {
    const held = await this.#options.engine.resourcesNamed(api, fork, names.map(policyName))
    return held.flatMap((policy) => bindingsOf(policy))
  }

  /** `projects/p`; undefined for what is in none. */
  async #projectOf({ api, fork, project }: Place, names: readonly string[]) {
    const container = /^(projects|folders|organizations)\/[^/]+/.exec(names[0]!)?.[0]
    if (container !== undefined) return container
    if (project !== undefined) return `projects/${project}`
    const outermost = await this.#options.engine.resourcesNamed(api, fork, names)
    const numbers = outermost.map((held) => held?.['projectNumber'])
    const number = numbers.find((one) => typeof one === 'string')
    const id = number === undefined ? undefined : this.#options.engine.projects.idOf(number)
    return id === undefined ? undefined : `projects/${id}`
  }

  /** A project or folder, and the folders and the organization that it is in, as far as they are known. */
  async #hierarchyOf(container: string, fork: string): Promise<readonly string[]> {
    const chain = [container]
    while (chain.length < MOST_FOLDERS) {
      const last = chain.at(-1)!
      const held = await this.#options.engine.container(apiOfPolicies, fork, last)
      const parent = held?.['parent']
      if (typeof parent !== 'string' || chain.includes(parent)) break
      chain.push(parent)
    }
    return chain
  }

  #warn(sentence: string): void {
    if (this.#warned.has(sentence)) return
    this.#warned.add(sentence)
    this.#options.warn(sentence)
  }
}

/** The name and those of all that contains it. */
const withContainers = (name: string): readonly string[] => {
  const segments = name.split('/')
  return segments.map((_, i) => segments.slice(0, segments.length - i).join('/'))
}
