// What a verb does to the resource, told by its name and the fields that the resource has.
import type { Schema } from '../../discovery/document.ts'
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
import type { MethodModel } from '../model/api_model.ts'
import { timeText } from '../../times.ts'

/** States that a verb leads to: `disable` to DISABLED, `destroy` to DESTROY_SCHEDULED before DESTROYED. */
const PARTICIPLES: Readonly<Record<string, readonly string[]>> = {
  start: ['RUNNING', 'STARTED', 'ACTIVE'],
  stop: ['STOPPED', 'TERMINATED', 'SUSPENDED'],
  resume: ['RUNNING', 'ENABLED', 'ACTIVE', 'READY'],
  restore: ['ENABLED', 'ACTIVE', 'DISABLED', 'READY'],
  activate: ['ACTIVE', 'ACTIVATED', 'ENABLED'],
  deactivate: ['INACTIVE', 'DEACTIVATED', 'DISABLED'],
  cancel: ['CANCELLED', 'CANCELED', 'CANCELLING'],
}

function stateAfter(verb: string, states: readonly string[]): string | undefined {
  const upper = verb.toUpperCase()
  const stem = upper.replace(/E$/, '')
  const forms = [
    `${upper}_SCHEDULED`,
    ...(PARTICIPLES[verb] ?? []),
    `${stem}ED`,
    `${upper.replace(/Y$/, 'I')}ED`,
    `${upper}${upper.at(-1)}ED`,
    upper,
  ]
  return forms.find((form) => states.includes(form))
}

type Effect = (resource: JsonObject, context: Context) => void

export function effectOf(method: MethodModel): Effect | undefined {
  const verb = method.verb || method.word
  const properties: Readonly<Record<string, Schema>> = method.collection.schema?.properties ?? {}
  const key = ['state', 'status', 'lifecycleState'].find(
    (name) => properties[name]?.enum !== undefined,
  )
  const state = key === undefined ? undefined : stateAfter(verb, properties[key]!.enum ?? [])
  const flag = flagOf(verb, properties)
  if (state === undefined && flag === undefined) return undefined
  return (resource, { now }) => {
    if (state !== undefined) resource[key!] = state
    if (flag !== undefined) {
      if (flag.value) resource[flag.name] = true
      else delete resource[flag.name]
    }
    if (Object.hasOwn(properties, `${verb}Time`)) resource[`${verb}Time`] = timeText(now)
  }
}

const OPPOSITES: Readonly<Record<string, string>> = {
  enable: 'disabled',
  unlock: 'locked',
  unhide: 'hidden',
  resume: 'paused',
  unpublish: 'published',
}

/** `disabled` is set by `disable` and cleared by `enable`. */
function flagOf(verb: string, properties: Readonly<Record<string, Schema>>) {
  const isFlag = (name: string) => properties[name]?.type === 'boolean'
  const own = [`${verb}d`, `${verb}ed`].find(isFlag)
  if (own !== undefined) return { name: own, value: true }
  const opposite = OPPOSITES[verb]
  return opposite !== undefined && isFlag(opposite) ? { name: opposite, value: false } : undefined
}
