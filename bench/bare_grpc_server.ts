// What the gRPC door is measured against: the server of grpc-js with the code that Google generates for these messages, over
// the same handlers.
import { protos } from '@google-cloud/tasks'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import { handlers } from './grpc_queues.ts'

const { GetQueueRequest, CreateQueueRequest, Queue } = protos.google.cloud.tasks.v2

function method<T>(name: string, decode: (bytes: Buffer) => T) {
  return {
    path: `/google.cloud.tasks.v2.CloudTasks/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: decode,
    responseSerialize: (queue: object) =>
      Buffer.from(Queue.encode(Queue.fromObject(queue)).finish()),
    responseDeserialize: (bytes: Buffer) => bytes,
  }
}

const unary =
  <T>(answer: (request: T) => object) =>
  (call: { readonly request: T }, reply: (error: null, answer: object) => void): void =>
    reply(null, answer(call.request))

const server = new Server()
server.addService(
  {
    GetQueue: method('GetQueue', (bytes) => GetQueueRequest.decode(bytes)),
    CreateQueue: method('CreateQueue', (bytes) => CreateQueueRequest.decode(bytes)),
  },
  {
    GetQueue: unary(({ name }: { name: string }) =>
      handlers['cloudtasks.projects.locations.queues.get']({ params: { name } }),
    ),
    CreateQueue: unary(({ queue }: protos.google.cloud.tasks.v2.CreateQueueRequest) =>
      handlers['cloudtasks.projects.locations.queues.create']({
        body: Queue.toObject(queue as protos.google.cloud.tasks.v2.Queue),
      }),
    ),
  },
)
const [port] = process.argv.slice(2)
server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error) => {
  if (error) throw error
  console.log('ready')
})
