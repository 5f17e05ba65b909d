// What the samples of each client are made of.
import type { credentials } from '@grpc/grpc-js'

/** In the order in which they build on each other; each is the work of one sample. */
export type Samples = Readonly<Record<string, () => Promise<unknown>>>

/** What every client that speaks gRPC is told. */
// oxlint-disable-next-line typescript/consistent-type-definitions -- the clients want an index signature, which a type has
export type GrpcOptions = {
  readonly apiEndpoint: string
  readonly port: number
  readonly sslCreds: ReturnType<typeof credentials.createInsecure>
  readonly projectId: string
}
