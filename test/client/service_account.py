"""Calls the emulator whose URL is the first argument with the service account whose file is the second."""

import json
import sys

import httplib2
from google.oauth2 import service_account
from google_auth_httplib2 import AuthorizedHttp, Request
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

url, file = sys.argv[1:]


def called(scope):
    """What a call with this scope is answered."""
    credentials = service_account.Credentials.from_service_account_file(file, scopes=[scope])
    queues = build(
        'cloudtasks',
        'v2',
        discoveryServiceUrl=url + '/api/{api}/{apiVersion}',
        cache_discovery=False,
        http=AuthorizedHttp(credentials, http=httplib2.Http()),
    ).projects().locations().queues()
    try:
        return queues.list(parent='projects/p/locations/l').execute()
    except HttpError as error:
        return {'status': error.resp.status, 'reason': error._get_reason()}


for step, scope in {
    'right': 'https://www.googleapis.com/auth/cloud-platform',
    'wrong': 'https://www.googleapis.com/auth/drive',
}.items():
    print(json.dumps({'step': step, 'answer': called(scope)}))
