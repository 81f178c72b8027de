import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { serviceCodes } from './codes.ts';

// Fourteen sites in a process of their own: `/<n>` lists 180,000 prices, or the one that is asked for.
const VENDORS = 14;
const COUNTRIES = 200;
const codes = serviceCodes(900);

function cell(vendor: number, country: number, service: number): string {
  let state = (vendor * 7919 + country * 104_729 + service * 1_299_709) | 0;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((state / 0x8000_0000) * limit);
  };
  next(1);
  return `{"cost":${((next(5_000) + 67) / 10_000).toFixed(4)},"count":${1 + next(10_000)}}`;
}

function bodyOf(vendor: number): Buffer {
  const countries = Array.from({ length: COUNTRIES }, (_, country) => {
    const cells = codes.map((code, service) => `"${code}":${cell(vendor, country, service)}`);
    return `"${country}":{${cells.join(',')}}`;
  });
  return gzipSync(`{${countries.join(',')}}`, { level: 1 });
}

const bodies = Array.from({ length: VENDORS }, (_, vendor) => bodyOf(vendor));
let orders = 0;

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
  const vendor = Number(pathname.split('/')[1]);
  const [service, country] = [searchParams.get('service'), searchParams.get('country')];
  response.setHeader('content-type', 'text/html; charset=UTF-8');
  if (searchParams.get('action') === 'getNumberV2') {
    orders += 1;
    const price = /"cost":([\d.]+)/.exec(cell(vendor, Number(country), codes.indexOf(service ?? '')))?.[1];
    response.end(
      `{"activationId":"${orders}","phoneNumber":"3725${String(orders).padStart(7, '0')}","activationCost":${price},"currency":840,"countryCode":"${country}","canGetAnotherSms":true,"activationTime":"2026-11-30 10:00:00","activationOperator":"any"}`,
    );
    return;
  }
  if (searchParams.get('action') !== 'getPrices') {
    response.end(
      searchParams.get('action') === 'getBalance' ? 'ACCESS_BALANCE:100000.00' : 'STATUS_WAIT_CODE',
    );
    return;
  }
  if (service !== null || country !== null) {
    const places = country === null ? [...Array(COUNTRIES).keys()] : [Number(country)];
    const sold = service === null ? codes : [service];
    const rows = places.map((place) => {
      const cells = sold.map((code) => `"${code}":${cell(vendor, place, codes.indexOf(code))}`);
      return `"${place}":{${cells.join(',')}}`;
    });
    response.end(`{${rows.join(',')}}`);
    return;
  }
  response.writeHead(200, { 'content-encoding': 'gzip' });
  response.end(bodies[vendor]);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
