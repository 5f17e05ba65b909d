"""Lives of a secret and of a table at the emulator whose URL is the argument; prints each answer as a line of JSON."""

import json
import sys

from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

url = sys.argv[1]


def service(name, version):
    """A client made from the document that the emulator serves."""
    return build(
        name,
        version,
        discoveryServiceUrl=url + '/discovery/v1/apis/{api}/{apiVersion}/rest',
        cache_discovery=False,
        developerKey='any',
    )


def say(step, answer):
    """One answer."""
    print(json.dumps({'step': step, 'answer': answer}))


def refused(request):
    """The status of a request that is refused."""
    try:
        request.execute()
    except HttpError as error:
        return error.resp.status
    return 'no error'


secrets = service('secretmanager', 'v1').projects().secrets()
parent = 'projects/python'
name = parent + '/secrets/a'
body = {'replication': {'automatic': {}}}
say('secret', secrets.create(parent=parent, secretId='a', body=body).execute())
secrets.create(parent=parent, secretId='b', body=body).execute()
say('taken', refused(secrets.create(parent=parent, secretId='a', body=body)))
say('version', secrets.addVersion(parent=name, body={'payload': {'data': 'aHVzaA=='}}).execute())
say('payload', secrets.versions().access(name=name + '/versions/1').execute())
pages = []
request = secrets.list(parent=parent, pageSize=1)
while request is not None:
    answer = request.execute()
    pages += [secret['name'] for secret in answer.get('secrets', [])]
    request = secrets.list_next(request, answer)
say('pages', pages)
say('patched', secrets.patch(name=name, updateMask='labels', body={'labels': {'n': '1'}}).execute())
say('deleted', secrets.delete(name=name).execute())
say('missing', refused(secrets.get(name=name)))

bigquery = service('bigquery', 'v2')
place = {'projectId': 'python', 'datasetId': 'shop'}
say('dataset', bigquery.datasets().insert(projectId='python', body={'datasetReference': place}).execute())
table = {'tableReference': {**place, 'tableId': 'orders'}}
bigquery.tables().insert(**place, body=table).execute()
say('tables', bigquery.tables().list(**place).execute()['tables'])
say('table deleted', bigquery.tables().delete(**place, tableId='orders').execute())
bigquery.datasets().delete(**place).execute()
say('dataset missing', refused(bigquery.datasets().get(**place)))
