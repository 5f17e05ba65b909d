// Which method of a document each rpc is: by its google.api.http rule, at the host that its service is served at.
import type { DescMethod, DescService } from '@bufbuild/protobuf'
import type { BoundMethod, Service } from '../api/service.ts'
import { segmentOf } from '../discovery/path_template.ts'
import type { HttpRule } from '../discovery/protos/annotations.ts'
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
  /** Those with the most literal path first, as REST finds methods: a rule may say `*\/*\/locations` and `projects/*\/locations`. */
  readonly bindings: readonly Binding[]
  /** Why it is no method of a document; undefined where it is one. */
  readonly unmapped: string | undefined
}

/** Finds an rpc by `package.Service/Method`. Which method it is is worked out when it is first asked for. */
export type FindRpc = (path: string) => Rpc | undefined

export function rpcFinder(descriptors: Descriptors, services: readonly Service[]): FindRpc {
  const candidates = new Map<DescService, readonly Service[]>()
  const candidatesOf = (service: DescService) => {
    let found = candidates.get(service)
    if (found === undefined)
      candidates.set(service, (found = servicesFor(service, descriptors, services)))
    return found
  }
  return (path) => {
    const [service = '', name] = path.split('/')
    const desc = descriptors.registry.getService(service)
    const method = desc?.methods.find((each) => each.name === name)
    return method && rpcOf(method, candidatesOf(method.parent), descriptors)
  }
}

/** Every rpc of the descriptors, in their order. */
export function rpcTable(descriptors: Descriptors, services: readonly Service[]): Rpc[] {
  const find = rpcFinder(descriptors, services)
  return [...descriptors.registry]
    .filter((type) => type.kind === 'service')
    .flatMap(({ typeName, methods }) => methods.map(({ name }) => find(`${typeName}/${name}`)!))
}

/** Those of its host; where none has a document of its own, the services with most of its paths. */
function servicesFor(
  service: DescService,
  descriptors: Descriptors,
  services: readonly Service[],
): readonly Service[] {
  const host = descriptors.hosts.get(service.typeName)
  const own = services.filter(({ rootHost }) => rootHost === host)
  return own.length > 0 ? own : siblings(service, descriptors, services)
}

function rpcOf(
  method: DescMethod,
  candidates: readonly Service[],
  { rules, hosts }: Descriptors,
): Rpc {
  const name = `${method.parent.typeName}.${method.name}`
  const own = rules.get(name) ?? []
  const bindings = own
    .flatMap((rule) => bindingsOf(rule, method, candidates))
    .toSorted((a, b) => wildcardsOf(a.bound) - wildcardsOf(b.bound))
  if (bindings.length > 0) return { name, method, bindings, unmapped: undefined }
  const host = hosts.get(method.parent.typeName) ?? 'its host'
  const unmapped =
    own.length === 0
      ? 'it has no google.api.http rule'
      : candidates.length === 0
        ? `no document of ${host} is served`
        : `no document of ${host} has ${own[0]!.verb} ${own[0]!.path}`
  return { name, method, bindings, unmapped }
}

function bindingsOf(rule: HttpRule, method: DescMethod, candidates: readonly Service[]): Binding[] {
  const path = parseRulePath(rule.path)
  const fitting = candidates.flatMap((service) =>
    service.methods.filter(
      ({ outline, template }) =>
        outline.httpMethod === rule.verb && template.match(path.sample) !== undefined,
    ),
  )
  const bound = fitting.length > 1 ? nearest(fitting, method) : fitting[0]
  return bound === undefined ? [] : [{ bound, rule, path }]
}

/** Methods that one path fits are told apart by what they answer; else the most literal is meant, as REST has it. */
function nearest(methods: readonly BoundMethod[], { output }: DescMethod): BoundMethod {
  const same = methods.filter(({ method }) => method.response?.$ref?.endsWith(output.name))
  const candidates = same.length > 0 ? same : methods
  return candidates.toSorted((a, b) => wildcardsOf(a) - wildcardsOf(b))[0]!
}

/** `{+name}:getEffectivePolicy` has half a wildcard less than `{+name}`, and `tagKeys/namespaced` one less than `tagKeys/*`. */
const wildcardsOf = ({ template: { shape, verb } }: BoundMethod): number =>
  shape.split('/').filter((text) => typeof segmentOf(text) === 'string').length -
  (verb === '' ? 0 : 0.5)

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
