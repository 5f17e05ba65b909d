// The suites, in the order of the page.
import { gcloud } from './gcloud.ts'
import { python } from './python.ts'
import { rclone } from './rclone.ts'
import { rcloneBackend } from './rclone_backend.ts'
import { restic } from './restic.ts'
import { samples } from './samples/suite.ts'
import { storageRetry } from './storage_retry/suite.ts'
import type { Suite } from './suite.ts'

export const suites: readonly Suite[] = [
  storageRetry,
  samples,
  python,
  gcloud,
  rcloneBackend,
  rclone,
  restic,
]
