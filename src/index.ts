// `discovery-emulator`: all that authors of handlers and of tests import from us.
export { Clock } from './clock.ts'
export type { Emulator } from './emulator.ts'
export { startEmulator, type StartOptions } from './start_emulator.ts'
export type { Account, ServiceAccountFile } from './auth/tokens/accounts.ts'
export type {
  Calls,
  FaultControl,
  Fork,
  ForkControl,
  Snapshot,
  TaskControl,
} from './control/fork_control.ts'
export type { CallFilter } from './control/calls/filter.ts'
export type { LoggedCall } from './control/calls/logged_call.ts'
export type { Fault } from './control/faults/fault.ts'
export type { NamedResource } from './control/resources.ts'
export {
  alreadyExists,
  ApiError,
  invalid,
  notFound,
  unavailable,
  type Location,
  type Status,
  type Violation,
} from './errors.ts'
export type {
  Call,
  Environment,
  Handler,
  Handlers,
  Overview,
  Routes,
  RpcHandler,
  Rpcs,
} from './api/handlers.ts'
export {
  bytesOfMedia,
  media,
  type Media,
  type MediaAnswer,
  type MediaOptions,
  type MediaSource,
} from './api/media.ts'
export type {
  CallResources,
  KeptMedia,
  KeptResource,
  Resources,
  ResourceTransaction,
  Uploaded,
} from './api/resources.ts'
export type { RawAnswer, RawHandler, RawRequest } from './api/raw.ts'
export type { ServerConfig } from './config/settings.ts'
export { CallWindows, quotaExceeded, type ExceededQuota } from './quota.ts'
export { bool, text, whole, type Setting, type SettingTable } from './setting.ts'
export { durationMicros, durationText, timeMicros, timeText } from './times.ts'
