// What Google's protos say beside their messages: google.api.http and default_host, read from any source.

/** A google.api.http rule: which REST method an rpc is. */
export interface HttpRule {
  readonly verb: string
  /** `/v2/{name=projects/*}:pause` */
  readonly path: string
  /** `*`: all that is not in the path; a field's name; '' for none. */
  readonly body: string
  /** The field of the response that REST answers; '' for all of it. */
  readonly responseBody: string
}

export interface Annotations {
  /** By `package.Service.Method`: the rule and its additional bindings. */
  readonly rules: ReadonlyMap<string, readonly HttpRule[]>
  /** By `package.Service`: the host that Google serves it at. */
  readonly hosts: ReadonlyMap<string, string>
}

const VERBS = ['get', 'put', 'post', 'delete', 'patch']

/** The rules of a google.api.HttpRule, whose keys may be in either case. */
export function rulesOf(rule: Readonly<Record<string, unknown>>): HttpRule[] {
  const verb = VERBS.find((name) => typeof rule[name] === 'string')
  const custom = rule['custom'] as { kind?: string; path?: string } | undefined
  const path = verb === undefined ? custom?.path : (rule[verb] as string)
  const own: HttpRule[] =
    path === undefined
      ? []
      : [
          {
            verb: (verb ?? custom?.kind ?? '').toUpperCase(),
            path,
            body: textOf(rule['body']),
            responseBody: textOf(rule['response_body'] ?? rule['responseBody']),
          },
        ]
  const more = rule['additional_bindings'] ?? rule['additionalBindings'] ?? []
  return [...own, ...[more].flat().flatMap((each) => rulesOf(each as Record<string, unknown>))]
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
