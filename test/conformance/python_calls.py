"""Calls the APIs of the emulator whose URL is the argument; prints a line of JSON for each step: its name, how it ended."""

import base64
import io
import json
import os
import sys

from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest, MediaIoBaseDownload, MediaIoBaseUpload

url = sys.argv[1]


def client(name, version):
    """A client built from the document that the server serves."""
    return build(
        name,
        version,
        discoveryServiceUrl=url + '/discovery/v1/apis/{api}/{apiVersion}/rest',
        cache_discovery=False,
        developerKey='any',
    )


def step(name, run):
    """One line: a step that raises has failed, and so has one that returns False."""
    try:
        line = {'outcome': 'failed', 'words': 'not as expected'} if run() is False else {'outcome': 'passed'}
    except Exception as error:  # whatever it is, it is what the line says
        line = {'outcome': 'failed', 'words': ' '.join(str(error).split())[:300]}
    print(json.dumps({'name': name, **line}))


def refused(status, request):
    """Whether it is answered with this status."""
    try:
        request.execute()
    except HttpError as error:
        return error.resp.status == status
    return False


def all_of(collection, request, items='items', **more):
    """All pages of a list, as the library turns them."""
    found = []
    while request is not None:
        answer = request.execute()
        found += answer.get(items, [])
        request = collection.list_next(request, answer)
    return found


def storage():
    service = client('storage', 'v1')
    buckets, objects = service.buckets(), service.objects()
    content = os.urandom(1_000_000)

    def upload(name, data, chunk, resumable):
        media = MediaIoBaseUpload(io.BytesIO(data), 'text/plain', chunksize=chunk, resumable=resumable)
        request = objects.insert(bucket='things', name=name, media_body=media, body={'metadata': {'k': 'v'}})
        if not resumable:
            return request.execute()
        answer = None
        while answer is None:
            _, answer = request.next_chunk()
        return answer

    def download(name, chunk):
        sink = io.BytesIO()
        loader = MediaIoBaseDownload(sink, objects.get_media(bucket='things', object=name), chunksize=chunk)
        done = False
        while not done:
            _, done = loader.next_chunk()
        return sink.getvalue()

    def batch():
        answers = []
        many = service.new_batch_http_request(callback=lambda _, answer, error: answers.append(error or answer))
        for name in ('a', 'b'):
            many.add(objects.get(bucket='things', object=name))
        many.execute()
        return [answer['name'] for answer in answers] == ['a', 'b']

    step('storage: buckets.insert', lambda: buckets.insert(project='p', body={'name': 'things'}).execute()['name'] == 'things')
    step('storage: buckets.list', lambda: len(buckets.list(project='p').execute()['items']) == 1)
    step('storage: buckets.patch', lambda: buckets.patch(bucket='things', body={'labels': {'a': 'b'}}).execute()['labels'] == {'a': 'b'})
    step('storage: objects.insert, multipart', lambda: upload('a', b'hello', -1, False)['size'] == '5')
    step('storage: objects.insert, in chunks', lambda: upload('b', content, 256 * 1024, True)['size'] == '1000000')
    # In chunks this version of the library asks for bytes 0--1/0, which Google refuses in the same words.
    step('storage: objects.insert, empty', lambda: upload('empty', b'', -1, False)['size'] == '0')
    step('storage: objects.get_media', lambda: objects.get_media(bucket='things', object='a').execute() == b'hello')
    step('storage: MediaIoBaseDownload', lambda: download('b', 300_000) == content)
    step('storage: MediaIoBaseDownload, empty', lambda: download('empty', 300_000) == b'')
    step('storage: objects.list, list_next', lambda: len(all_of(objects, objects.list(bucket='things', maxResults=1))) == 3)
    step('storage: objects.list, fields', lambda: objects.list(bucket='things', fields='items(name)').execute()['items'][0] == {'name': 'a'})
    step('storage: objects.patch', lambda: objects.patch(bucket='things', object='a', body={'metadata': {'k': None}}).execute().get('metadata') is None)
    step('storage: objects.copy', lambda: objects.copy(sourceBucket='things', sourceObject='a', destinationBucket='things', destinationObject='c/d e', body={}).execute()['name'] == 'c/d e')
    step('storage: objects.rewrite', lambda: objects.rewrite(sourceBucket='things', sourceObject='a', destinationBucket='things', destinationObject='f', body={}).execute()['done'])
    step('storage: objects.compose', lambda: objects.compose(destinationBucket='things', destinationObject='g', body={'sourceObjects': [{'name': 'a'}, {'name': 'f'}]}).execute()['size'] == '10')
    step('storage: ifGenerationMatch', lambda: refused(412, objects.delete(bucket='things', object='a', ifGenerationMatch='1')))
    step('storage: bucketAccessControls', lambda: service.bucketAccessControls().insert(bucket='things', body={'entity': 'allUsers', 'role': 'READER'}).execute()['role'] == 'READER')
    step('storage: getIamPolicy, setIamPolicy', lambda: buckets.setIamPolicy(bucket='things', body=buckets.getIamPolicy(bucket='things').execute()).execute()['bindings'])
    step('storage: new_batch_http_request', batch)
    step('storage: buckets.delete, not empty', lambda: refused(409, buckets.delete(bucket='things')))
    step('storage: objects.delete', lambda: [objects.delete(bucket='things', object=each['name']).execute() for each in all_of(objects, objects.list(bucket='things'))])
    step('storage: buckets.delete', lambda: buckets.delete(bucket='things').execute() == '')


def pubsub():
    projects = client('pubsub', 'v1').projects()
    topics, subscriptions = projects.topics(), projects.subscriptions()
    topic, subscription = 'projects/p/topics/topic', 'projects/p/subscriptions/sub'
    message = {'data': base64.b64encode(b'hi').decode(), 'attributes': {'k': 'v'}}
    pulled = []

    def pull():
        pulled.extend(subscriptions.pull(subscription=subscription, body={'maxMessages': 10}).execute()['receivedMessages'])
        return [base64.b64decode(each['message']['data']) for each in pulled] == [b'hi', b'hi']

    step('pubsub: topics.create', lambda: topics.create(name=topic, body={}).execute()['name'] == topic)
    step('pubsub: topics.create, again', lambda: refused(409, topics.create(name=topic, body={})))
    step('pubsub: subscriptions.create', lambda: subscriptions.create(name=subscription, body={'topic': topic}).execute()['ackDeadlineSeconds'] == 10)
    step('pubsub: topics.publish', lambda: len(topics.publish(topic=topic, body={'messages': [message, message]}).execute()['messageIds']) == 2)
    step('pubsub: subscriptions.pull', pull)
    step('pubsub: subscriptions.acknowledge', lambda: subscriptions.acknowledge(subscription=subscription, body={'ackIds': [each['ackId'] for each in pulled]}).execute() == {})
    step('pubsub: topics.list', lambda: len(all_of(topics, topics.list(project='projects/p'), 'topics')) == 1)
    step('pubsub: subscriptions.patch', lambda: subscriptions.patch(name=subscription, body={'subscription': {'ackDeadlineSeconds': 30}, 'updateMask': 'ackDeadlineSeconds'}).execute()['ackDeadlineSeconds'] == 30)
    step('pubsub: topics.setIamPolicy', lambda: topics.setIamPolicy(resource=topic, body={'policy': {'bindings': [{'role': 'roles/viewer', 'members': ['user:a@b.c']}]}}).execute()['bindings'])
    step('pubsub: subscriptions.delete, topics.delete', lambda: (subscriptions.delete(subscription=subscription).execute(), topics.delete(topic=topic).execute()))


def cloud_tasks():
    for version in ('v2', 'v2beta3'):
        locations = client('cloudtasks', version).projects().locations()
        queues, tasks = locations.queues(), locations.queues().tasks()
        parent = 'projects/p/locations/us-central1'
        queue = f'{parent}/queues/{version}'
        step(f'cloudtasks {version}: queues.create', lambda: queues.create(parent=parent, body={'name': queue}).execute()['state'] == 'RUNNING')
        step(f'cloudtasks {version}: queues.pause', lambda: queues.pause(name=queue, body={}).execute()['state'] == 'PAUSED')
        step(f'cloudtasks {version}: tasks.create', lambda: [tasks.create(parent=queue, body={'task': {'httpRequest': {'url': 'http://127.0.0.1:9/'}}}).execute() for _ in range(3)])
        step(f'cloudtasks {version}: tasks.list, list_next', lambda: len(all_of(tasks, tasks.list(parent=queue, pageSize=2), 'tasks')) == 3)
        step(f'cloudtasks {version}: tasks.get, not there', lambda: refused(404, tasks.get(name=f'{queue}/tasks/none')))
        step(f'cloudtasks {version}: queues.patch', lambda: queues.patch(name=queue, updateMask='retryConfig.maxAttempts', body={'retryConfig': {'maxAttempts': 7}}).execute()['retryConfig']['maxAttempts'] == 7)
        step(f'cloudtasks {version}: queues.purge', lambda: queues.purge(name=queue, body={}).execute()['name'] == queue)
        step(f'cloudtasks {version}: queues.delete', lambda: queues.delete(name=queue).execute() == {})


def secret_manager():
    secrets = client('secretmanager', 'v1').projects().secrets()
    name = 'projects/p/secrets/s'
    data = base64.b64encode(b'secret').decode()
    step('secretmanager: secrets.create', lambda: secrets.create(parent='projects/p', secretId='s', body={'replication': {'automatic': {}}}).execute()['name'] == name)
    step('secretmanager: secrets.addVersion', lambda: secrets.addVersion(parent=name, body={'payload': {'data': data}}).execute()['name'] == name + '/versions/1')
    step('secretmanager: versions.access', lambda: secrets.versions().access(name=name + '/versions/latest').execute()['payload']['data'] == data)
    step('secretmanager: secrets.list', lambda: len(all_of(secrets, secrets.list(parent='projects/p'), 'secrets')) == 1)
    step('secretmanager: secrets.delete', lambda: secrets.delete(name=name).execute() == {})


storage()
pubsub()
cloud_tasks()
secret_manager()
