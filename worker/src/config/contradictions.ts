// Settings that are right each by itself but cannot hold together.
import { timerProblems } from '../sources/timer/problems.ts'
import type { Settings } from './settings.ts'
import { isPullQueue } from './source_settings.ts'

export function contradictions(settings: Settings): string[] {
  const ofSource = {
    MESSAGING: messagingContradictions,
    CRON: timerProblems,
    ONCE: () => [],
  }[settings.executionType]
  return [...ofSource(settings), ...limitContradictions(settings)]
}

const ofInterface =
  'is not supported; a source of your own needs the seven calls of TaskSource (receive, extend, publish, ack, release, deadLetter, close), see worker/src/sources/source.ts'

function messagingContradictions(settings: Settings): string[] {
  const { messagingType } = settings
  if (isPullQueue(messagingType)) return pullQueueContradictions(settings)
  if (messagingType === 'SqsConnection') return [`MESSAGING_TYPE=${messagingType} ${ofInterface}`]
  return []
}

function pullQueueContradictions(settings: Settings): string[] {
  const problems: string[] = []
  const { messagingType, projectName, apiDiscoveryUrl, taskTag, resultTag, deadTag } = settings
  // What Cloud Tasks needs depends on the names of its queues.
  if (messagingType === 'TaskQueueConnection' && projectName === '')
    problems.push('PROJECT_NAME is missing: the project of the queue')
  if (apiDiscoveryUrl === '')
    problems.push('API_DISCOVERY_URL is missing: e.g. http://localhost:5052/api/{api}/{apiVersion}')
  if (new Set([taskTag, resultTag, deadTag]).size < 3)
    problems.push(
      'TASK_TAG, RESULT_TAG and DEAD_TAG must differ, or results would be taken as tasks',
    )
  return problems
}

function limitContradictions({ retryBaseSeconds, retryMaxSeconds }: Settings): string[] {
  return retryBaseSeconds > retryMaxSeconds
    ? [`RETRY_BASE_SECONDS is ${retryBaseSeconds}, more than RETRY_MAX_SECONDS, ${retryMaxSeconds}`]
    : []
}
