"""Uploads a file to Drive at the emulator whose URL is the first argument, in resumable chunks, and loads it down again.

With a second argument it waits for a line on standard input after the first chunk, so that the server can be killed.
"""

import hashlib
import io
import json
import sys

from googleapiclient.discovery import build
from googleapiclient.http import MediaFileUpload, MediaIoBaseDownload, MediaIoBaseUpload

url = sys.argv[1]
waits = len(sys.argv) > 2
CHUNK = 256 * 1024
# Bytes that a parser of lines could trip over, a return at the end of them.
content = bytes(range(256)) * 4096 + b'\r\n--=\n\r'

files = build(
    'drive', 'v3', discoveryServiceUrl=url + '/api/{api}/{apiVersion}', cache_discovery=False, developerKey='any'
).files()


def say(step, answer):
    print(json.dumps({'step': step, 'answer': answer}), flush=True)


def md5(data):
    return hashlib.md5(data).hexdigest()


def downloaded(file_id):
    data = io.BytesIO()
    download = MediaIoBaseDownload(data, files.get_media(fileId=file_id), chunksize=CHUNK)
    done = False
    while not done:
        _, done = download.next_chunk()
    return data.getvalue()


chunked = MediaIoBaseUpload(io.BytesIO(content), 'image/png', chunksize=CHUNK, resumable=True)
request = files.create(body={'name': 'a'}, media_body=chunked)
progress, answer = request.next_chunk()
say('progress', progress.resumable_progress)
if waits:
    sys.stdin.readline()
while answer is None:
    try:
        _, answer = request.next_chunk()
    except ConnectionError:  # the next try asks how much has arrived
        say('broken', True)
say('resumable', answer)
say('down', md5(downloaded(answer['id'])))
say('expected', md5(content))
with open(sys.argv[0], 'rb') as source:
    own = source.read()
say('file', files.create(media_body=MediaFileUpload(sys.argv[0], 'text/x-python')).execute()['md5Checksum'] == md5(own))
whole = MediaIoBaseUpload(io.BytesIO(content), 'image/png')
say('multipart', files.create(body={'name': 'm'}, media_body=whole).execute())
