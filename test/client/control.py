# A test in Python by the control API: a fork of its own, time advanced, a quota fault that the client retries, calls asserted.
import json
import sys

import httplib2
from google.auth.credentials import AnonymousCredentials
from googleapiclient.discovery import build
from googleapiclient.http import HttpRequest

base = sys.argv[1]
url = base + '/discovery/v1/apis/{api}/{apiVersion}/rest'


def client(api, version, fork=None):
    def request(http, *args, **kwargs):
        if fork is not None:
            kwargs['headers'] = {**(kwargs.get('headers') or {}), 'X-Emulator-Fork': fork}
        return HttpRequest(httplib2.Http(), *args, **kwargs)

    return build(api, version, discoveryServiceUrl=url, credentials=AnonymousCredentials(),
                 requestBuilder=request)


def step(name, answer):
    print(json.dumps({'step': name, 'answer': answer}))


control = client('emulator', 'v1')
control.seed(body={'resources': [
    {'api': 'notes', 'name': 'projects/p/notes/seeded', 'resource': {'name': 'projects/p/notes/seeded'}},
]}).execute()
control.forks().create(forkId='py', body={}).execute()

own = client('emulator', 'v1', 'py')
notes = client('notes', 'v1', 'py').projects().notes()
before = own.time().get().execute()['time']
after = own.time().advance(body={'duration': '3600s'}).execute()['time']
step('time', [before[:13], after[:13], control.time().get().execute()['offset']])

own.faults().create(body={'method': 'notes.*', 'status': 'RESOURCE_EXHAUSTED', 'count': 1}).execute()
notes.create(parent='projects/p', noteId='mine', body={'text': 'x'}).execute(num_retries=2)
step('fork', [note['name'] for note in notes.list(parent='projects/p').execute()['notes']])
main = client('notes', 'v1').projects().notes()
step('first', [note['name'] for note in main.list(parent='projects/p').execute()['notes']])

calls = own.calls().list(method='notes.*.create', fork='py').execute()['calls']
step('calls', [[call['status'], call['params']['noteId']] for call in calls])
control.forks().delete(forkId='py').execute()
