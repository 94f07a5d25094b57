import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findProgram } from '../../build/interpreter.ts'

const SCRIPT = fileURLToPath(new URL('../../build/https-ca.sh', import.meta.url))

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'barwrt-https-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const run = (args: string[], env = {}): SpawnSyncReturns<string> =>
  spawnSync('sh', [SCRIPT, '-d', join(dir, 'out'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
const read = (name: string): Buffer => readFileSync(join(dir, 'out', name))
/** Whether a client that trusts the authority talks to a server with the leaf, under a name. */
const trusts = async (servername: string): Promise<string> => {
  const server = createServer({ key: read('leaf.key'), cert: read('leaf.crt') })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const options = /^[0-9.]+$/.test(servername) ? { checkServerIdentity } : { servername }
  function checkServerIdentity(_: string, cert: { raw: Buffer }) {
    return new X509Certificate(cert.raw).checkIP(servername) ? undefined : new Error('another address')
  }
  const answer = await new Promise<string>(resolve => {
    const socket = connect({ port, host: '127.0.0.1', ca: read('ca.crt'), ...options }, () =>
      resolve('trusted'),
    )
    socket.on('error', error => resolve((error as NodeJS.ErrnoException).code ?? error.message))
  })
  server.close()
  server.closeAllConnections()
  return answer
}

test('makes a leaf that a client trusts for the name and the address, and for nothing else', async () => {
  expect(run(['bar.lan', '192.168.1.1'])).toMatchObject({ status: 0, stderr: '' })
  expect(await trusts('bar.lan')).toBe('trusted')
  expect(await trusts('192.168.1.1')).toBe('trusted')
  expect(await trusts('192.168.1.2')).not.toBe('trusted')
  expect(await trusts('bank.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
})

test('as browsers want it: P-256, SAN, serverAuth, at most 825 days', () => {
  run(['bar.lan', '192.168.1.1'])
  const leaf = new X509Certificate(read('leaf.crt'))
  expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(leaf.subjectAltName).toBe('DNS:bar.lan, IP Address:192.168.1.1')
  expect(leaf.ca).toBe(false)
  // id-kp-serverAuth, and no other use.
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / 86_400_000
  expect(days).toBeGreaterThan(700)
  expect(days).toBeLessThanOrEqual(825)
  const ca = new X509Certificate(read('ca.crt'))
  expect(ca.ca).toBe(true)
  expect(leaf.checkIssued(ca) && leaf.verify(ca.publicKey)).toBe(true)
})

test.each([[['bar.lan', '192.168.1.1']], [['bar.lan']]])(
  'the authority for %j cannot speak for any other name or address',
  async args => {
    run(args)
    for (const [kind, name] of [
      ['DNS', 'bank.example'],
      ['IP', '10.0.0.1'],
      ['IP', 'fd00::1'],
    ]) {
      // Somebody who got its key signs a certificate for something else.
      const forge = `cd "$0" && openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout forged.key -subj /CN=x -out csr 2>/dev/null &&
        printf 'subjectAltName=${kind}:${name}\nextendedKeyUsage=serverAuth\n' >ext &&
        openssl x509 -req -in csr -CA ca.crt -CAkey ca.key -set_serial 7 -extfile ext -out forged.crt 2>/dev/null &&
        openssl verify -CAfile ca.crt forged.crt`
      const { stdout, stderr } = spawnSync('sh', ['-c', forge, join(dir, 'out')], { encoding: 'utf8' })
      expect(stdout + stderr, name).toMatch(/(permitted|excluded) subtree violation/)
    }
  },
)

test('a second run renews the leaf under the same authority; keys are for their owner alone', async () => {
  run(['bar.lan'])
  const [ca, leaf] = [read('ca.crt'), read('leaf.crt')]
  expect(run(['bar.lan']).status).toBe(0)
  expect(read('ca.crt').equals(ca)).toBe(true)
  expect(read('leaf.crt').equals(leaf)).toBe(false)
  expect(await trusts('bar.lan')).toBe('trusted')
  for (const name of ['ca.key', 'leaf.key']) expect(statSync(join(dir, 'out', name)).mode & 0o77).toBe(0)
})

test('an authority for another name is not stretched, and the leaf in use stays', () => {
  run(['bar.lan'])
  const before = read('leaf.crt')
  const second = run(['theke.lan'])
  expect(second.status).toBe(1)
  expect(second.stderr).toContain('The authority in')
  expect(read('leaf.crt').equals(before)).toBe(true)
})

test.each([[[]], [['bar lan']], [['bar.lan;id']], [['bar.lan', '1.2.3.4/8']], [['a', 'b', 'c']]])(
  'says how it is used instead of guessing at %j',
  args => {
    const { status, stderr, stdout } = run(args)
    expect(status).toBe(2)
    expect(stdout + stderr).toContain('usage:')
  },
)

test('puts the leaf on the router, and not the authority, and turns HTTPS on', () => {
  // An ssh that unpacks here what it is sent, and notes what it would run.
  const ssh = `#!/bin/sh\nprintf '%s\\n' "$@" >"${dir}/said"; mkdir -p "${dir}/router"; tar -C "${dir}/router" -xf -\n`
  writeFileSync(join(dir, 'ssh'), ssh, { mode: 0o755 })
  const ended = run(['-i', 'root@192.168.1.1', 'bar.lan'], { PATH: `${dir}:${process.env.PATH}` })
  expect(ended).toMatchObject({ status: 0, stderr: '' })
  expect(spawnSync('ls', [join(dir, 'router')], { encoding: 'utf8' }).stdout).toBe('leaf.crt\nleaf.key\n')
  const said = readFileSync(join(dir, 'said'), 'utf8')
  expect(said).toMatch(/^root@192\.168\.1\.1\n/)
  expect(said).toContain('uci set barwrt.main.https_port=8443')
})

const python = findProgram(undefined, 'python3')
if (python)
  test('the authority’s certificate goes to a tablet by the line that the page has', async () => {
    run(['bar.lan', '192.168.1.1'])
    const page = readFileSync(new URL('../../docs/https.md', import.meta.url), 'utf8')
    const [, line, address] = /^ {4}(cp ca\.crt .*) 8000 +# .*http:\/\/COMPUTER:8000(\S+)$/m.exec(page)!
    // On a port that is free, which it then says at once.
    const typed = `${line!.replaceAll('/tmp', dir).replace('python3', 'exec python3 -u')} 0`
    const served = spawn('sh', ['-c', typed], { cwd: join(dir, 'out'), stdio: ['ignore', 'pipe', 'ignore'] })
    try {
      const [said] = await once(served.stdout, 'data')
      const [, port] = / port (\d+) /.exec(String(said))!
      const answer = await fetch(`http://127.0.0.1:${port}${address}`)
      expect(await answer.text()).toBe(read('ca.crt').toString())
    } finally {
      served.kill()
      await once(served, 'exit')
    }
  })
