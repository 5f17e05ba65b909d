// What a task is to blame for fails it at once; everything else is tried again.
import { PermanentError } from '@discovery-emulator/worker'
import { TaskError } from '../task_error.ts'

export function permanentIfOfTask(error: unknown): unknown {
  if (!(error instanceof TaskError)) return error
  return new PermanentError(error.message, { field: error.field, cause: error })
}
