import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A site in a process of its own, whose codes are there at once.
const price = '{"34":{"tg":{"cost":0.08,"count":1000000}}}';
let orders = 0;

function answerTo(action: string | null): string {
  switch (action) {
    case 'getPrices':
      return price;
    case 'getBalance':
      return 'ACCESS_BALANCE:100000.00';
    case 'getStatus':
      return 'STATUS_OK:918273';
    case 'getStatusV2':
      return '{"verificationType":0,"sms":{"dateTime":"2026-11-30 10:00:01","code":"918273","text":"918273"}}';
    case 'setStatus':
      return 'ACCESS_ACTIVATION';
    default:
      orders += 1;
      return `{"activationId":"${orders}","phoneNumber":"3725${String(orders).padStart(7, '0')}","activationCost":0.08,"currency":840,"countryCode":"34","canGetAnotherSms":true,"activationTime":"2026-11-30 10:00:00","activationOperator":"any"}`;
  }
}

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://site');
  response.setHeader('content-type', 'text/html; charset=UTF-8');
  response.end(answerTo(searchParams.get('action')));
});
// The script would meet connections that end just then.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
