// A running emulator in a container: where to reach it.
import { AbstractStartedContainer } from 'testcontainers'

/** Port inside the container. */
export const PORT = 5052

/** A container in which the emulator answers. */
export class StartedEmulatorContainer extends AbstractStartedContainer {
  /** Without a slash at the end; from the machine that runs the test. */
  getUrl(): string {
    return `http://${this.getHost()}:${this.getMappedPort(PORT)}`
  }

  /** Where a client gets the document of an API from; it carries an address that works from where the client is. */
  getDiscoveryUrl(api: string, version: string): string {
    return `${this.getUrl()}/discovery/v1/apis/${api}/${version}/rest`
  }
}
