import { stat } from 'node:fs/promises';
import type { Call } from '../call.ts';
import { Check, mistakesOf } from '../config/check.ts';
import type { Config } from '../config/config.ts';
import type { FoundConfig } from '../config/find.ts';
import { openPrices } from '../config/open-app.ts';
import { ClockWatch } from '../doctor/clock.ts';
import type { Finding } from '../doctor/finding.ts';
import { journalFindings } from '../doctor/journal.ts';
import { rateFindings } from '../doctor/rates.ts';
import { examineVendors } from '../doctor/vendors.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson } from '../io.ts';
import { plural } from '../printing/format.ts';
import { printLines } from '../printing/lines.ts';
import { ownVersion } from '../version.ts';

/** Looks at all that a purchase would need. Buys nothing, changes nothing, and needs nobody to stop. */
export async function doctor(call: Call, json: boolean): Promise<number> {
  const findings: Finding[] = [
    { status: 'ok', check: 'node', message: `numroute ${ownVersion()} on Node ${process.versions.node}` },
  ];
  const seen = await examine(call, findings);
  const isWrong = findings.some(({ status, check }) => status === 'fail' && check !== 'vendor');
  const exitCode = isWrong ? EXIT.badInput : seen === 'silent' ? EXIT.allSilent : EXIT.ok;
  if (json) printJson(call.io, { exitCode, findings });
  else printLines(call.io, linesOf(call.io, findings));
  return exitCode;
}

/** @returns `silent`: no vendor gave what was asked for. */
async function examine(call: Call, findings: Finding[]): Promise<'silent' | undefined> {
  try {
    const found = await call.findConfig();
    if (found) findings.push(placeOf(found));
    const config = await call.config();
    await checkGateway(config);
    await using prices = await openPrices(config, {});
    findings.push(...(await envFileFindings(config)));
    using clock = new ClockWatch();
    const examined = await examineVendors(prices, config, call.io.signal);
    findings.push(...examined.map(({ finding }) => finding));
    const balances = examined.flatMap(({ balance }) => balance ?? []);
    findings.push(...rateFindings(config, balances, Date.now()), ...(await journalFindings(config)));
    findings.push(...[clock.finding()].filter((finding) => finding !== undefined));
    return examined.every(({ finding: { status } }) => status === 'fail') ? 'silent' : undefined;
  } catch (error) {
    findings.push(
      ...mistakesOf(error).map(({ message }): Finding => ({ status: 'fail', check: 'config', message })),
    );
    return undefined;
  }
}

async function checkGateway(config: Config): Promise<void> {
  if (config.gateway === undefined) return;
  const { gatewaySettings } = await import('../config/gateway-settings.ts');
  const check = new Check(config.shown);
  gatewaySettings(config, check);
  check.end();
}

function placeOf({ file, by }: FoundConfig): Finding {
  const how = by.includes('folder') ? `found in ${by}` : `named by ${by}`;
  return { status: 'ok', check: 'config', message: `${file}, ${how}` };
}

/** Whether others can read the keys. */
async function envFileFindings({ envFile }: Config): Promise<readonly Finding[]> {
  if (envFile === undefined) return [];
  const { mode } = await stat(envFile);
  if (process.platform === 'win32' || (mode & 0o077) === 0) {
    return [{ status: 'ok', check: 'env-file', message: envFile }];
  }
  const message = `${envFile} can be read by other users of this machine`;
  return [{ status: 'warn', check: 'env-file', message, fix: `chmod 600 ${envFile}` }];
}

const colours = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function linesOf(io: Io, findings: readonly Finding[]): readonly string[] {
  const paint = painter(io);
  const count = (asked: Finding['status']): number =>
    findings.filter(({ status }) => status === asked).length;
  const width = Math.max(...findings.map(({ provider, check }) => (provider ?? check).length));
  const lines = findings.flatMap(({ status, check, provider, message, fix }) => [
    `${paint(colours[status], status.padEnd(4))}  ${(provider ?? check).padEnd(width)}  ${message}`,
    ...(fix === undefined ? [] : [`      → ${fix}`]),
  ]);
  const [failed, warned] = [count('fail'), count('warn')];
  const sum =
    failed + warned === 0 ? 'All is well.' : `${plural(failed, 'failure')}, ${plural(warned, 'warning')}.`;
  return [...lines, '', `${sum} Nothing was bought or changed.`];
}
