// How the server runs: the counterpart of gunicorn.conf.py, under gunicorn's own setting names.
// Environment variables and flags override what stands here; `npm start -- --help` lists every setting.
import type { ServerConfig } from 'discovery-emulator'

export default {
  bind: '127.0.0.1:5052', // an emulator listens to this machine alone unless told otherwise
  workers: 1, // more than one wants redis:// or a SQLite file
  timeout: 120, // seconds a request may take
  graceful_timeout: 30, // seconds in which a stopping server finishes requests
  keepalive: 75, // seconds an idle connection stays open
  accesslog: '-', // standard output
} satisfies ServerConfig
