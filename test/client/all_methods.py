"""Calls every method of Task Queue at the emulator whose URL is the argument; prints each answer as a line of JSON."""

import json
import sys

from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

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


def say(step, request):
    """One call and its answer."""
    try:
        answer = request.execute()
    except HttpError as error:
        answer = {'status': error.resp.status, 'reason': error._get_reason()}
    print(json.dumps({'step': step, 'answer': answer}))
    return answer


say('insert', tasks.insert(body={'id': 'a', 'payloadBase64': 'aGk', 'tag': 'blue'}, **queue))
say('get', tasks.get(task='a', **queue))
say('list', tasks.list(**queue))
say('get selected', tasks.get(task='a', fields='id', **queue))
# Above 2048 characters the client sends a POST that says X-HTTP-Method-Override: GET.
say('get of a long URL', tasks.get(task='a', quotaUser='x' * 3000, **queue))
lease = dict(numTasks=1, leaseSecs=60, **queue)
say('lease of another tag', tasks.lease(groupByTag=True, tag='red', **lease))
leased = say('lease', tasks.lease(groupByTag=False, **lease))['items'][0]
patched = say('patch', tasks.patch(task='a', newLeaseSeconds=600, body={'queueName': 'q'}, **queue))
say('update', tasks.update(task='a', newLeaseSeconds=60, body=patched, **queue))
say('queue', service.taskqueues().get(getStats=True, **queue))
say('delete', tasks.delete(task='a', **queue))
say('list of none', tasks.list(**queue))
say('get of none', tasks.get(task='a', **queue))
say('bad lease', tasks.lease(numTasks=0, leaseSecs=1, **queue))
