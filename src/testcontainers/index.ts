// `discovery-emulator/testcontainers`: the emulator in a container, for tests that use testcontainers.
export { EmulatorContainer } from './emulator_container.ts'
export type { StartedEmulatorContainer } from './started_emulator_container.ts'
