# Creates, reads and deletes a task of Cloud Tasks at the address given, with Debian's googleapiclient.
import base64
import json
import sys

from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

base, target = sys.argv[1:]
service = build(
    'cloudtasks', 'v2',
    discoveryServiceUrl=base + '/discovery/v1/apis/{api}/{apiVersion}/rest',
    credentials=AnonymousCredentials(),
)
parent = 'projects/python/locations/us-central1'
queues = service.projects().locations().queues()
name = parent + '/queues/from-python'
queues.create(parent=parent, body={'name': name, 'retryConfig': {'minBackoff': '20.0s'}}).execute()
task = queues.tasks().create(parent=name, body={'task': {
    'name': name + '/tasks/t1',
    'httpRequest': {'url': target, 'body': base64.b64encode(b'hello').decode()},
}}).execute()
try:
    queues.tasks().get(name=name + '/tasks/none').execute()
    reason = ''
except HttpError as error:
    reason = json.loads(error.content)['error']['message']
print(json.dumps({'step': 'all', 'answer': {'queue': queues.get(name=name).execute(), 'task': task, 'reason': reason}}))
