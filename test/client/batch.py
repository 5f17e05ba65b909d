"""Sends batches of Task Queue calls to the emulator whose URL is the argument; prints each answer as a line of JSON."""

import json
import sys

from googleapiclient.discovery import build

url = sys.argv[1]
service = build(
    'taskqueue',
    'v1beta2',
    discoveryServiceUrl=url + '/api/{api}/{apiVersion}',
    cache_discovery=False,
    developerKey='any',
)
tasks = service.tasks()
queue = {'project': 'b~p', 'taskqueue': 'q'}


def say(step, answer, error):
    """One answer of a batch, or its error."""
    if error is not None:
        answer = {'status': error.resp.status, 'reason': error._get_reason()}
    print(json.dumps({'step': step, 'answer': answer}))


def send(**requests):
    """Sends requests as one batch."""
    batch = service.new_batch_http_request(callback=say)
    for step, request in requests.items():
        batch.add(request, request_id=step)
    batch.execute()


task = {'id': 'a', 'payloadBase64': 'aGk=', 'tag': 'blue & gr\u00fcn'}
send(insert=tasks.insert(body=task, **queue))
send(
    get=tasks.get(task='a', fields='id,tag', **queue),
    missing=tasks.get(task='none', **queue),
    delete=tasks.delete(task='a', **queue),
)
