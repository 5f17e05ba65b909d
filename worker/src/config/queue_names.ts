// Which queues a worker takes tasks from, and how often each is asked first.
import type { Config } from './config.ts'
import { fullName, placeIn, prefixed } from './resource_name.ts'
import type { Settings } from './settings.ts'

export interface QueueChoice {
  readonly name: string
  /** Against the others; 1 where none is given. */
  readonly weight: number
}

/**
 * `<type>_QUEUE_NAME`, else QUEUE_NAME, else the queues that the processors name; QUEUE_NAME_PREFIX goes before each.
 * Problems are added to `problems`.
 */
export function queueNames(
  { settings, env }: Pick<Config, 'settings' | 'env'>,
  { type, inKeys }: { readonly type: string; readonly inKeys: readonly string[] },
  problems: string[],
): readonly QueueChoice[] {
  const own = type === '' ? undefined : env[`${type}_QUEUE_NAME`]
  const text = own || settings.queueName || inKeys.join(',')
  const choices = text.split(',').flatMap((part) => {
    if (part.trim() === '') return []
    const [, name, weight = '1'] = /^\s*([^=\s]+)\s*(?:=\s*(\d+))?\s*$/.exec(part) ?? []
    if (name === undefined || Number(weight) < 1) {
      problems.push(`QUEUE_NAME has "${part.trim()}", but must have names, or NAME=WEIGHT from 1`)
      return []
    }
    const prefixedName = prefixed(settings.queueNamePrefix, name)
    if (settings.messagingType === 'CloudTasksConnection')
      problems.push(...cloudTasksProblems(prefixedName, settings))
    return [{ name: prefixedName, weight: Number(weight) }]
  })
  if (text === '')
    problems.push(
      `${type === '' ? '' : `${type}_QUEUE_NAME or `}QUEUE_NAME is missing: the queue to take tasks from`,
    )
  return choices
}

/** Project and location are in the name, or said by themselves. */
function cloudTasksProblems(name: string, settings: Settings): string[] {
  const { projectName, location } = settings
  const missing = [
    ...(projectName === '' ? ['PROJECT_NAME'] : []),
    ...(location === '' ? ['LOCATION'] : []),
  ]
  if (placeIn(name) === '' && missing.length > 0)
    return [
      `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: where queue ${name} is, or name it in full, projects/P/locations/L/queues/${name}`,
    ]
  return /^projects\/[\w.:-]+\/locations\/[\w-]+\/queues\/[A-Za-z\d-]{1,100}$/.test(
    fullName(name, settings),
  )
    ? []
    : [
        `queue ${fullName(name, settings)} is no name of Cloud Tasks: projects/P/locations/L/queues/Q, of letters, digits and hyphens`,
      ]
}
