import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './support/gateway.ts';
import { type Market, openMarket } from './support/market.ts';
import { type Ask, oldClient } from './support/old-client.ts';
import { processes, type ServerProcess } from './support/process.ts';

let market: Market;
let server: ServerProcess;

beforeEach(async () => {
  market = await openMarket();
});
afterEach(async () => {
  await server.kill();
  await market[Symbol.asyncDispose]();
});

const askAt = ({ url }: ServerProcess): Ask => oldClient(`${url}/stubs/handler_api.php`);

test('an old client that asks for another SMS hears of the old code as old, also after a restart', {
  timeout: 90_000,
}, async () => {
  const vendor = market.vendors[1];
  const start = processes(market.addresses.filter(({ id }) => id === vendor.id));
  server = await start();
  let ask = askAt(server);
  const bought = await ask({ action: 'getNumber', service: 'tg', country: '34' });
  const id = /^ACCESS_NUMBER:(\d+):/.exec(bought)?.[1] ?? bought;
  const heard: string[] = [];
  const hear = async (expected: string): Promise<boolean> => {
    const answer = await ask({ action: 'getStatus', id });
    if (answer !== heard.at(-1)) heard.push(answer);
    return answer === expected;
  };
  const receive = (code: string): boolean =>
    vendor.world.receiveSms(vendor.world.orders[0]?.id ?? '', `Your code: ${code}`);
  const looks = (): number =>
    vendor.sandbox.requests.filter(({ query }) => query.get('action') === 'getStatus').length;
  /** The second look is sent once the first is written down. */
  const looked = async (): Promise<void> => {
    const before = looks();
    await until(() => looks() >= before + 2, 20_000);
  };

  receive('445566');
  await until(() => hear('STATUS_OK:445566'));
  heard.length = 0;
  expect(await ask({ action: 'setStatus', id, status: '3' })).toBe('ACCESS_RETRY_GET');
  await hear('STATUS_WAIT_RETRY:445566');
  await server.kill();

  server = await start();
  ask = askAt(server);
  await hear('STATUS_WAIT_RETRY:445566');
  await looked();
  await hear('STATUS_WAIT_RETRY:445566');
  expect(heard).toEqual(['STATUS_WAIT_RETRY:445566']);
  receive('445566');
  await until(() => hear('STATUS_OK:445566'), 20_000);
  expect(await ask({ action: 'setStatus', id, status: '3' })).toBe('ACCESS_RETRY_GET');
  await hear('STATUS_WAIT_RETRY:445566');
  receive('778899');
  await until(() => hear('STATUS_OK:778899'), 20_000);
  expect(heard).toEqual([
    'STATUS_WAIT_RETRY:445566',
    'STATUS_OK:445566',
    'STATUS_WAIT_RETRY:445566',
    'STATUS_OK:778899',
  ]);
});
