"""Uploads and downloads an object of the bucket `things` at the emulator whose URL is the argument; prints each answer as a line of JSON."""

import io
import json
import sys

from googleapiclient.discovery import build
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseDownload

service = build(
    'storage',
    'v1',
    discoveryServiceUrl=sys.argv[1] + '/discovery/v1/apis/{api}/{apiVersion}/rest',
    cache_discovery=False,
    developerKey='any',
)
objects = service.objects()


def say(step, answer):
    """One answer."""
    print(json.dumps({'step': step, 'answer': answer}))


media = MediaInMemoryUpload(b'z' * 700000, mimetype='text/plain', resumable=True, chunksize=262144)
say('insert', objects.insert(bucket='things', name='a/1', media_body=media).execute())
read = io.BytesIO()
download = MediaIoBaseDownload(read, objects.get_media(bucket='things', object='a/1'), chunksize=300000)
done = False
while not done:
    _, done = download.next_chunk()
say('read', len(read.getvalue().replace(b'z', b'')) == 0 and len(read.getvalue()))
say('list', objects.list(bucket='things', delimiter='/').execute()['prefixes'])
say('delete', objects.delete(bucket='things', object='a/1').execute())
