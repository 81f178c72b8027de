import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listServices, parseService } from '../packages/core/src/index.ts';
import { countryOfSmsActivateId, smsActivateCountryId } from '../packages/sms-activate/src/ids/countries.ts';
import {
  serviceOfSmsActivateCode,
  smsActivateServiceCode,
} from '../packages/sms-activate/src/ids/services.ts';
import { type IdData, readIdData } from '../tools/ids/data.ts';
import { tablesOf } from '../tools/ids/tables.ts';
import { faultsOf } from '../tools/ids/validate.ts';

const root = path.join(import.meta.dirname, '..');
const data = readIdData();

test('the data is sound', () => {
  expect(faultsOf(data)).toEqual([]);
});

test.each(tablesOf(data))('$file is what the data builds', ({ file, text }) => {
  const biome = path.join(root, 'node_modules', '.bin', 'biome');
  const formatted = execFileSync(biome, ['format', `--stdin-file-path=${file}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
  expect(readFileSync(path.join(root, file), 'utf8')).toBe(formatted);
});

describe('what the adapter makes of it', () => {
  test('every country id of a list is read as its row says, and asked for again', () => {
    for (const { id, iso = '', kind } of data.familyCountries) {
      const place = countryOfSmsActivateId(Number(id));
      if (kind === 'never') expect(place).toBeUndefined();
      else {
        expect(place).toEqual({ country: iso, ...(kind === 'virtual' && { virtual: true }) });
        expect(smsActivateCountryId(iso, { virtual: kind === 'virtual' })).toBe(Number(id));
      }
    }
    expect([smsActivateCountryId('US'), smsActivateCountryId('US', { virtual: true })]).toEqual([187, 12]);
  });

  test('every service code of a list is reached by a slug, or as sms-activate:<code>', () => {
    for (const { code = '' } of data.familyServices) {
      const service = parseService(serviceOfSmsActivateCode(code));
      expect(smsActivateServiceCode(service)).toBe(code);
    }
  });

  test('every slug has a code, but for the one that no list has', () => {
    const without = listServices().filter(({ slug }) => smsActivateServiceCode(slug) === undefined);
    expect(without.map(({ slug }) => slug)).toEqual(['qiwi']);
  });
});

/** The data with one row more. */
const plus = (table: keyof IdData, row: Record<string, string>): IdData => ({
  ...data,
  [table]: [...data[table], row],
});

test.each([
  [
    'country id 34: twice',
    plus('familyCountries', { id: '34', iso: 'AQ', kind: 'real', lists: 'a', name: 'x' }),
  ],
  [
    'real country EE: twice',
    plus('familyCountries', { id: '300', iso: 'EE', kind: 'real', lists: 'a', name: 'x' }),
  ],
  [
    'country id 300: TP is no country',
    plus('familyCountries', { id: '300', iso: 'TP', kind: 'real', lists: 'a', name: 'x' }),
  ],
  [
    'country id 1001: not a number below 1000, which all sites share',
    plus('familyCountries', { id: '1001', iso: 'AQ', kind: 'real', lists: 'a', name: 'x' }),
  ],
  [
    'US: 12 real, 187 real',
    {
      ...data,
      familyCountries: data.familyCountries.map((row) =>
        row['id'] === '12' ? { ...row, kind: 'real' } : row,
      ),
    },
  ],
  ['service code tg: twice', plus('familyServices', { code: 'tg', lists: 'a', name: 'Other' })],
  [
    'service code zzz: no name, or blanks around it',
    {
      ...data,
      familyServices: [
        ...data.familyServices.filter(({ code }) => code !== 'zzz'),
        { code: 'zzz', lists: 'a', name: 'Claude ' },
      ],
    },
  ],
  [
    'service new-one: no list has the code qqqq',
    plus('services', { slug: 'new-one', family: 'qqqq', onlinesim: '-', name: 'New' }),
  ],
  ['code tg of a service: twice', plus('services', { slug: 'n', family: 'tg', onlinesim: '-', name: 'N' })],
  [
    'spelling telegram: twice',
    plus('services', { slug: 'n', family: '-', onlinesim: '-', name: 'N', aliases: 'Tele-gram' }),
  ],
  [
    "fivesim's country id congo: twice",
    plus('siteCountries', { site: 'fivesim', id: 'congo', iso: 'CG', kind: 'real' }),
  ],
])('unsound data is named: %s', (fault, unsound) => {
  expect(faultsOf(unsound)).toContain(fault);
});
