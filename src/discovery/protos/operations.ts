// What the long-running operations that methods start are of: google.longrunning.operation_info of the rpcs that the methods
// are (google/longrunning/operations.proto).
import type { RestDescription, RestMethod } from '../document.ts'
import { methodsOf } from '../read/methods.ts'
import { rulesOf } from './annotations.ts'
import { resolved, type Named } from './named.ts'
import { optionOf, type Options, type ProtoNode, type Writable } from './node.ts'

/** `named`: the services among them are read. */
export function addOperationTypes(
  document: RestDescription,
  named: readonly Named[],
  root: ProtoNode,
): void {
  const methods = Map.groupBy(
    methodsOf(document).map(({ method }) => method),
    ({ httpMethod, flatPath, path }) => keyOf(httpMethod, flatPath ?? path),
  )
  for (const { name, node } of named)
    for (const rpc of Object.values(node.methods ?? {})) {
      const info = optionOf(rpc, 'google.longrunning.operation_info').values[0] as Options
      const response = typeIn(info, 'response_type')
      if (response === '') continue
      const fullName = (type: string) => resolved(type, name, root)?.name ?? type
      const types = {
        response: fullName(response),
        metadata: fullName(typeIn(info, 'metadata_type')),
      }
      const [rule = {}] = optionOf(rpc, 'google.api.http').values
      for (const { verb, path } of rulesOf(rule as Options))
        for (const method of methods.get(keyOf(verb, path)) ?? []) {
          const own: Writable<RestMethod> = method
          own.operationTypes ??= types
        }
    }
}

/** '' where it is not said. */
function typeIn(info: Options = {}, key: string): string {
  const [type] = [info[key]].flat()
  return typeof type === 'string' ? type : ''
}

/** `{name=projects/*}` of a rule is `projects/{projectsId}` of a document. */
const keyOf = (verb: string, path: string): string => {
  const spelledOut = path
    .replace(/^\//, '')
    .replaceAll(/\{[^{}=]+=([^{}]+)\}/g, '$1')
    .replaceAll(/\{[^{}]+\}|\*\*/g, '*')
  return `${verb} ${spelledOut}`
}
