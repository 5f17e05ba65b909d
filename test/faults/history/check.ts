// All that must hold of what clients saw.
import { checkAnswers } from './check_answers.ts'
import { checkResources } from './check_resources.ts'
import { checkTasks } from './check_tasks.ts'
import type { Exchange, ResourceOperation, TaskOperation } from './operations.ts'

export interface History {
  readonly exchanges: readonly Exchange[]
  readonly tasks: readonly TaskOperation[]
  readonly resources: readonly ResourceOperation[]
}

/** `bound`: milliseconds in which each request must end. What is wrong, a sentence each. */
export const check = ({ exchanges, tasks, resources }: History, bound: number): string[] => [
  ...checkAnswers(exchanges, bound),
  ...checkTasks(tasks),
  ...checkResources(resources),
]
