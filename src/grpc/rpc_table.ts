// Which method of a document each rpc is: by its google.api.http rule, at the host that its service is served at.
import type { DescMethod, DescService } from '@bufbuild/protobuf'
import type { BoundMethod, Service } from '../api/service.ts'
import type { HttpRule } from './descriptors/annotations.ts'
import type { Descriptors } from './descriptors/load.ts'
import { parseRulePath, type RulePath } from './http_rule.ts'

/** One way in which an rpc is a method: of its rule, or of an additional binding. */
export interface Binding {
  readonly bound: BoundMethod
  readonly rule: HttpRule
  readonly path: RulePath
}

export interface Rpc {
  /** `google.cloud.tasks.v2.CloudTasks.GetQueue` */
  readonly name: string
  readonly method: DescMethod
  /** The service that serves it; undefined where none has its path. */
  readonly bindings: readonly Binding[]
  /** Why it is no method of a document; undefined where it is one. */
  readonly unmapped: string | undefined
}

/** Every rpc of the descriptors, in their order. */
export function rpcTable(descriptors: Descriptors, services: readonly Service[]): Rpc[] {
  const found = [...descriptors.registry].filter((type) => type.kind === 'service')
  return found.flatMap((service) => {
    const host = descriptors.hosts.get(service.typeName)
    const own = services.filter(({ rootHost }) => rootHost === host)
    return rpcsOf(
      service,
      own.length > 0 ? own : siblings(service, descriptors, services),
      descriptors,
    )
  })
}

function rpcsOf(
  service: DescService,
  candidates: readonly Service[],
  { rules, hosts }: Descriptors,
): Rpc[] {
  return service.methods.map((method) => {
    const name = `${service.typeName}.${method.name}`
    const own = rules.get(name) ?? []
    const bindings = own.flatMap((rule) => bindingsOf(rule, method, candidates))
    const host = hosts.get(service.typeName) ?? 'its host'
    const unmapped =
      bindings.length > 0
        ? undefined
        : own.length === 0
          ? 'it has no google.api.http rule'
          : candidates.length === 0
            ? `no document of ${host} is served`
            : `no document of ${host} has ${own[0]!.verb} ${own[0]!.path}`
    return { name, method, bindings, unmapped }
  })
}

function bindingsOf(rule: HttpRule, method: DescMethod, candidates: readonly Service[]): Binding[] {
  const path = parseRulePath(rule.path)
  const fitting = candidates.flatMap((service) =>
    service.methods.filter(
      ({ outline, template }) =>
        outline.httpMethod === rule.verb && template.match(path.sample) !== undefined,
    ),
  )
  const bound = fitting.length > 1 ? byResponse(fitting, method) : fitting[0]
  return bound === undefined ? [] : [{ bound, rule, path }]
}

/** Two methods of one path and verb are told apart by what they answer. */
function byResponse(methods: readonly BoundMethod[], { output }: DescMethod): BoundMethod {
  const same = methods.filter(({ method }) => method.response?.$ref?.endsWith(output.name))
  return same.length === 1 ? same[0]! : methods[0]!
}

/** The services with most of the paths that the rules of a service name, where its host has no document of its own. */
function siblings(
  service: DescService,
  { rules }: Descriptors,
  services: readonly Service[],
): readonly Service[] {
  let most = 0
  let best: Service[] = []
  for (const candidate of services) {
    const fitting = service.methods.filter((method) =>
      (rules.get(`${service.typeName}.${method.name}`) ?? []).some(
        (rule) => bindingsOf(rule, method, [candidate]).length > 0,
      ),
    ).length
    // One path in common says nothing: `v1/{name=**}` fits many.
    if (fitting * 2 <= service.methods.length || fitting < most) continue
    if (fitting > most) best = []
    most = fitting
    best.push(candidate)
  }
  return best
}
