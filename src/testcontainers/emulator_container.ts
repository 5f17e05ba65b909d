// The emulator in a container that a test starts and throws away.
import { GenericContainer, Wait } from 'testcontainers'
import { PORT, StartedEmulatorContainer } from './started_emulator_container.ts'

/** Milliseconds between two looks at a container that starts. */
const LOOK = 250

/**
 * `new EmulatorContainer().withApis('my_apis').start()`. The image is the one that `docker build -t discovery-emulator .`
 * makes in this package's folder.
 */
export class EmulatorContainer extends GenericContainer {
  #said = ''

  constructor(image = 'discovery-emulator') {
    super(image)
    this.withExposedPorts(PORT)
      .withEnvironment({ STORE_URL: 'memory:', VALIDATE_RESPONSES: 'true' })
      .withStartupTimeout(60_000)
      .withWaitStrategy(
        Wait.forHttp('/_emulator/health', PORT, { abortOnContainerExit: true }).withReadTimeout(
          LOOK,
        ),
      )
      .withLogConsumer((log) => {
        log.on('data', (chunk: Buffer) => (this.#said += String(chunk)))
      })
  }

  /** Serves the documents and handlers in `folder` as well; one of the same name replaces ours. */
  withApis(folder: string): this {
    return this.withCopyDirectoriesToContainer([{ source: folder, target: '/app/api_data' }])
  }

  /** Throws what the emulator said if it did not start: a broken document is named there. */
  override async start(): Promise<StartedEmulatorContainer> {
    this.#said = ''
    try {
      return new StartedEmulatorContainer(await super.start())
    } catch (error) {
      if (this.#said === '') throw error
      throw new Error(`the emulator in the container did not start:\n${this.#said}`, {
        cause: error,
      })
    }
  }
}
