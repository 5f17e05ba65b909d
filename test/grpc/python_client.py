"""Calls Cloud Tasks and a counter over gRPC; arguments: address, file of a FileDescriptorSet. Prints answers as lines of JSON."""

import json
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

address, path = sys.argv[1:]

pool = descriptor_pool.DescriptorPool()
with open(path, 'rb') as file:
    for each in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(each)


def message(name):
    """The class of a message; libraries before 4.22 make it otherwise."""
    descriptor = pool.FindMessageTypeByName(name)
    if hasattr(message_factory, 'GetMessageClass'):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


channel = grpc.insecure_channel(address)


def rpc(name, kind='unary_unary'):
    """A callable for an rpc by its full name, and the class of its requests."""
    service, method = name.split('/')
    descriptor = pool.FindServiceByName(service).FindMethodByName(method)
    request = message(descriptor.input_type.full_name)
    response = message(descriptor.output_type.full_name)
    return request, getattr(channel, kind)(
        '/' + name, request_serializer=request.SerializeToString, response_deserializer=response.FromString
    )


def as_json(answer):
    """A message in the JSON of proto3."""
    return json_format.MessageToDict(answer, descriptor_pool=pool)


def say(step, answer):
    """One answer."""
    print(json.dumps({'step': step, 'answer': answer}), flush=True)


def refusal(call):
    """Code, message and details of a call that fails."""
    try:
        call()
    except grpc.RpcError as error:
        trailer = {key: value for key, value in error.trailing_metadata() or ()}
        packed = trailer.get('grpc-status-details-bin')
        status = message('google.rpc.Status').FromString(packed) if packed else None
        return {
            'code': error.code().name,
            'message': error.details(),
            'details': as_json(status).get('details') if status else None,
        }
    return 'no error'


tasks = 'google.cloud.tasks.v2.CloudTasks/'
parent = 'projects/python/locations/l'
queue = parent + '/queues/q'


def call(name, fields, **options):
    """A unary call, its request given as JSON."""
    request, method = rpc(tasks + name)
    return method(json_format.ParseDict(fields, request(), descriptor_pool=pool), **options)


say('create queue', as_json(call('CreateQueue', {'parent': parent, 'queue': {'name': queue}}))['name'])

task = {
    'name': queue + '/tasks/t',
    'scheduleTime': '2050-01-02T03:04:05.000000006Z',
    'httpRequest': {'url': 'http://localhost:9/', 'headers': {'X': 'ä'}, 'body': 'AAEC/w=='},
}
created = as_json(call('CreateTask', {'parent': queue, 'task': task, 'responseView': 'FULL'}))
say('create task', {'scheduleTime': created['scheduleTime'], 'httpRequest': created['httpRequest']})

large = {'httpRequest': {'url': 'http://localhost:9/', 'body': 'QUFB' * 20000}, 'scheduleTime': '2050-01-01T00:00:00Z'}
packed = as_json(
    call('CreateTask', {'parent': queue, 'task': large, 'responseView': 'FULL'}, compression=grpc.Compression.Gzip)
)
say('gzip', packed['httpRequest']['body'] == large['httpRequest']['body'])

say('not there', refusal(lambda: call('GetQueue', {'name': parent + '/queues/none'})))
say('invalid', refusal(lambda: call('GetQueue', {'name': 'nonsense'})))

request, get_queue = rpc(tasks + 'GetQueue')
futures = [get_queue.future(request(name=queue)) for _ in range(200)]
say('two hundred at a time', {as_json(each.result())['name'] for each in futures} == {queue})

request, count = rpc('acme.counter.v1.Counter/Count', 'unary_stream')
say('server stream', [each.value for each in count(request(value=5))])
endless = count(request(value=1_000_000_000))
say('cancelled', [next(endless).value, next(endless).value, endless.cancel()])

request, add = rpc('acme.counter.v1.Counter/Add', 'stream_unary')
say('client stream', add(iter([request(value=each) for each in (1, 2, 3)])).value)

request, wait = rpc('acme.counter.v1.Counter/Wait')
say('deadline', refusal(lambda: wait(request(), timeout=0.3))['code'])
