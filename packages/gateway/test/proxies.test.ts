import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '@numroute/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { client, openGateway, operator, TOKEN, until } from './support/gateway.ts';
import { openMarket } from './support/market.ts';

const deploy = join(import.meta.dirname, '../../../deploy');
const NAME = 'sms.example.com';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

interface Place {
  readonly folder: string;
  readonly gateway: string;
  readonly port: number;
}

/** The sample with other ports, and a certificate of its own; answers with the arguments to start it by. */
const samples: Readonly<Record<'nginx' | 'caddy', (place: Place) => readonly string[]>> = {
  nginx: ({ folder, gateway, port }) => {
    const site = readFileSync(join(deploy, 'nginx.conf'), 'utf8')
      .replace('127.0.0.1:8080', gateway)
      .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replace(`/etc/ssl/${NAME}.pem`, join(folder, 'cert.pem'))
      .replace(`/etc/ssl/${NAME}.key`, join(folder, 'key.pem'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((one) => `${one}_temp_path ${folder}/${one};`).join(' ');
    const whole = `pid ${folder}/pid; error_log stderr; events {} http { ${paths} ${site} }`;
    writeFileSync(join(folder, 'nginx.conf'), whole);
    return ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'];
  },
  caddy: ({ folder, gateway, port }) => {
    const site = readFileSync(join(deploy, 'Caddyfile'), 'utf8')
      .replace('127.0.0.1:8080', gateway)
      .replace(
        `${NAME} {`,
        `{\n admin off\n auto_https off\n}\nhttps://${NAME}:${port} {\n bind 127.0.0.1\n tls ${folder}/cert.pem ${folder}/key.pem`,
      );
    writeFileSync(join(folder, 'Caddyfile'), site);
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

const binaryOf = (name: string): string | undefined =>
  ['/usr/sbin', '/usr/bin', '/usr/local/bin']
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

describe.each(['nginx', 'caddy'] as const)('%s in front', (name) => {
  const binary = binaryOf(name);

  test.skipIf(!binary)(
    'passes a stream on as it comes, tells the client’s address, and sends nothing twice',
    {
      timeout: 120_000,
    },
    async () => {
      await using market = await openMarket();
      await using running = await openGateway(market.addresses, {
        clients: [client(), operator],
        hosts: [NAME],
        proxies: ['127.0.0.1'],
      });
      const folder = mkdtempSync(join(tmpdir(), 'numroute-proxy-'));
      // The workers of nginx are nobody.
      chmodSync(folder, 0o755);
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
      const subject = ['-days', '2', '-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
        stdio: 'ignore',
      });
      const port = await freePort();
      const place = { folder, gateway: new URL(running.url).host, port };
      const proxy = spawn(binary ?? '', samples[name](place), {
        stdio: 'ignore',
        env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      });
      onTestFinished(async () => {
        proxy.kill('SIGTERM');
        await once(proxy, 'close');
      });

      const ca = readFileSync(join(folder, 'cert.pem'));
      const ask = async (
        path: string,
        { method = 'GET', body = '', headers = {} as Record<string, string> } = {},
      ): Promise<IncomingMessage> => {
        const sent = request({
          ...{ host: '127.0.0.1', port, path, method, ca, servername: NAME, agent: false },
          headers: { host: NAME, authorization: `Bearer ${TOKEN}`, ...headers },
        });
        sent.end(body);
        const [reply] = (await once(sent, 'response')) as [IncomingMessage];
        reply.setEncoding('utf8');
        return reply;
      };
      await until(async () => (await ask('/healthz').catch(() => undefined))?.statusCode === 200, 60_000);

      const stream = await ask('/v1/events');
      expect(stream.statusCode).toBe(200);
      let heard = '';
      stream.on('data', (text: string) => {
        heard += text;
      });
      const wish = { service: 'telegram', country: 'EE', maxPrice: money('0.5', 'USD') };
      const bought = await ask('/v1/orders', {
        method: 'POST',
        body: JSON.stringify(wish),
        headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
      });
      expect(bought.statusCode).toBe(201);
      // It is open still.
      await until(() => heard.includes('"telegram"'), 60_000);
      expect(stream.complete).toBe(false);
      stream.destroy();
      expect(market.charges()).toBe(1);

      // The address that a client makes up is not believed.
      const forged = { authorization: 'Bearer wrong-0123456789abcdef', 'x-forwarded-for': '6.6.6.6' };
      expect((await ask('/v1/balance', { headers: forged })).statusCode).toBe(401);
      await until(() => running.log.some((line) => line.includes('127.0.0.1')));
      expect(running.log.join('')).not.toContain('6.6.6.6');
    },
  );
});

const verify = binaryOf('systemd-analyze');

describe('what is deployed', () => {
  test.skipIf(!verify)(
    'is a unit that systemd takes, and that it calls hardened',
    { timeout: 60_000 },
    () => {
      const unit = join(deploy, 'numroute.service');
      expect(execFileSync(verify ?? '', ['verify', unit], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
      const report = execFileSync(verify ?? '', ['security', '--offline=true', unit], { encoding: 'utf8' });
      expect(Number(/exposure level for numroute.service: ([\d.]+)/.exec(report)?.[1])).toBeLessThan(2);
    },
  );

  test('is an image of pinned versions that runs as nobody in particular and is asked how it is', () => {
    const image = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
    const [version] = readFileSync(join(deploy, '../.node-version'), 'utf8').split('\n');
    expect(image).toContain(`ARG NODE_VERSION=${version}\n`);
    for (const [, from = ''] of image.matchAll(/^FROM (\S+)/gm)) expect(from).toMatch(/:\$\{NODE_VERSION\}-/);
    expect(image).toMatch(/^USER node$/m);
    expect(image).toMatch(/^HEALTHCHECK .*\/healthz/m);
    expect(image.lastIndexOf('USER node')).toBeGreaterThan(image.lastIndexOf('RUN '));
  });
});
