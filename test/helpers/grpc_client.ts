// Any rpc of a folder's descriptors, called by grpc-js: messages are JSON on both sides.
import { fromBinary, fromJson, toBinary, toJson, type JsonObject } from '@bufbuild/protobuf'
import {
  Client,
  credentials,
  Metadata,
  type ChannelCredentials,
  type ClientOptions,
  type ServiceError,
} from '@grpc/grpc-js'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'

interface CallOptions {
  readonly metadata?: Metadata
  /** Milliseconds. */
  readonly deadline?: number
}

export interface GrpcClient extends Disposable {
  readonly channel: Client
  /** `path`: `package.Service/Method`. Rejects with a ServiceError. */
  call(path: string, request: JsonObject, options?: CallOptions): Promise<JsonObject>
  /** Sends all requests, and gives all that comes back. */
  stream(path: string, requests: readonly JsonObject[], metadata?: Metadata): Promise<JsonObject[]>
}

/** `address`: as grpc-js takes it, `127.0.0.1:5052` or `unix:/path`. */
export async function grpcClient(
  address: string,
  folder: string,
  channelCredentials: ChannelCredentials = credentials.createInsecure(),
  options: ClientOptions = {},
): Promise<GrpcClient> {
  const { registry } = await loadDescriptors(folder, () => {})
  const channel = new Client(address, channelCredentials, options)
  const codecOf = (path: string) => {
    const [service = '', name] = path.split('/')
    const method = registry.getService(service)!.methods.find((each) => each.name === name)!
    const { input, output } = method
    return {
      method,
      write: (json: JsonObject) =>
        Buffer.from(toBinary(input, fromJson(input, json, { registry }))),
      read: (bytes: Buffer) =>
        toJson(output, fromBinary(output, bytes), { registry }) as JsonObject,
    }
  }
  return {
    channel,
    call(path, json, { metadata = new Metadata(), deadline } = {}) {
      const { write, read } = codecOf(path)
      const callOptions = deadline === undefined ? {} : { deadline: Date.now() + deadline }
      return new Promise((resolve, reject) =>
        channel.makeUnaryRequest(
          `/${path}`,
          write,
          read,
          json,
          metadata,
          callOptions,
          (error: ServiceError | null, answer) => (error ? reject(error) : resolve(answer!)),
        ),
      )
    },
    async stream(path, requests, metadata = new Metadata()) {
      const { write, read } = codecOf(path)
      const duplex = channel.makeBidiStreamRequest(`/${path}`, write, read, metadata)
      for (const request of requests) duplex.write(request)
      duplex.end()
      const answers: JsonObject[] = []
      for await (const answer of duplex) answers.push(answer as JsonObject)
      return answers
    },
    [Symbol.dispose]: () => channel.close(),
  }
}
