// Services that every API of Google's has beside its own: operations, locations and IAM. Their rules stand in no client's
// file, and which API is meant is in the name of the resource alone. https://google.aip.dev/151
import type { DescMethod, JsonObject } from '@bufbuild/protobuf'
import type { Service } from '../api/service.ts'
import type { HttpRule } from '../discovery/protos/annotations.ts'
import { parseRulePath } from './http_rule.ts'
import type { Binding } from './rpc_table.ts'

/** Rules without the version that their path begins with. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'google.longrunning.Operations.ListOperations': ['GET {name=**}/operations', 'GET {name=**}'],
  'google.longrunning.Operations.GetOperation': ['GET {name=**}'],
  'google.longrunning.Operations.DeleteOperation': ['DELETE {name=**}'],
  'google.longrunning.Operations.CancelOperation': ['POST {name=**}:cancel *'],
  'google.longrunning.Operations.WaitOperation': ['POST {name=**}:wait *'],
  'google.cloud.location.Locations.ListLocations': ['GET {name=**}/locations'],
  'google.cloud.location.Locations.GetLocation': ['GET {name=**}'],
  'google.iam.v1.IAMPolicy.SetIamPolicy': ['POST {resource=**}:setIamPolicy *'],
  'google.iam.v1.IAMPolicy.GetIamPolicy': [
    'GET {resource=**}:getIamPolicy',
    'POST {resource=**}:getIamPolicy *',
  ],
  'google.iam.v1.IAMPolicy.TestIamPermissions': ['POST {resource=**}:testIamPermissions *'],
}

export const isMixin = (rpc: string): boolean => Object.hasOwn(RULES, rpc)

/** The methods that a call of a mixin may be, those at `host` first. */
export function mixinBindings(
  rpc: string,
  { output }: DescMethod,
  message: JsonObject,
  host: string,
  services: readonly Service[],
): Binding[] {
  const here = services.filter(({ rootHost }) => rootHost === host)
  const found: Binding[] = []
  for (const service of here.length > 0 ? here : services)
    for (const text of RULES[rpc]!) {
      const rule = ruleOf(text, service.outline.version)
      const path = parseRulePath(rule.path)
      const filled = path.fill(message)
      if ('misfit' in filled) continue
      const bound = service.methods.find(
        ({ outline, template, method }) =>
          outline.httpMethod === rule.verb &&
          template.match(filled.path) !== undefined &&
          // `{name=**}` is any resource's path; what is answered tells which is meant.
          (method.response?.$ref?.endsWith(output.name) ?? output.name === 'Empty'),
      )
      if (bound !== undefined) found.push({ bound, rule, path })
    }
  return found
}

function ruleOf(text: string, version: string): HttpRule {
  const [verb = '', path = '', body = ''] = text.split(' ')
  return { verb, path: `${version}/${path}`, body, responseBody: '' }
}
