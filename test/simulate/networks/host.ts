// `host.ts WWW PORT`: the laptop's web server in the router's place, where there is no uhttpd.
import { startHost } from '../../../build/standin/host.ts'

const [www, port] = process.argv.slice(2)
await startHost({ www: www!, port: Number(port), host: '0.0.0.0' })
