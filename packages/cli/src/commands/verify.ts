import { NumrouteError } from '@numroute/core';
import { type CaseResult, type ConformanceReport, verify as run } from '@numroute/testkit';
import { EXIT } from '../exit-codes.ts';
import { type Io, painter, printJson, tame } from '../io.ts';
import { printLines } from '../printing/lines.ts';
import { loadSubjects, namedOf } from '../vendors/conformance.ts';

export interface VerifyFlags {
  readonly case?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface Proof {
  readonly name: string;
  readonly report: ConformanceReport;
}

/** Puts a package's providers to the proof against simulated vendors on this machine. */
export async function verify(
  io: Io,
  target: string,
  only: string | undefined,
  { case: prefix, all = false, json = false }: VerifyFlags,
): Promise<number> {
  const subjects = namedOf(await loadSubjects(target, io.cwd), only);
  const proofs: Proof[] = [];
  for (const { name, subject } of subjects) {
    io.signal.throwIfAborted();
    const report = await run(subject, {
      ...(prefix !== undefined && { only: prefix }),
      onResult: () => io.signal.throwIfAborted(),
    });
    if (report.results.length === 0)
      throw NumrouteError.input('--case', 'the beginning of a case such as cancel/', JSON.stringify(prefix));
    proofs.push({ name, report });
    if (!json) printLines(io, linesOf(name, report, all, painter(io)));
  }
  const red = proofs.filter(({ report }) => !report.passed);
  if (json) {
    const providers = proofs.map(({ name, report }) => ({ name, ...report }));
    printJson(io, { passed: red.length === 0, providers });
  } else printLines(io, [summary(proofs, red)]);
  return red.length === 0 ? EXIT.ok : EXIT.brokenPromise;
}

function linesOf(
  name: string,
  { passed, counts, results, ms }: ConformanceReport,
  all: boolean,
  paint: ReturnType<typeof painter>,
): string[] {
  const { pass, fail, absent, deviates } = counts;
  const parts = [
    `${pass} kept`,
    ...(fail > 0 ? [`${fail} broken`] : []),
    ...(deviates > 0 ? [`${deviates} deviating`] : []),
    ...(absent > 0 ? [`${absent} absent`] : []),
  ];
  const mark = passed ? paint('green', '✓') : paint('red', '✗');
  const lines = [`${mark} ${paint('bold', tame(name))}: ${parts.join(', ')} (${(ms / 1000).toFixed(1)} s)`];
  for (const result of results) {
    if (result.verdict === 'fail') lines.push(...caseLines(result, paint('red', '✗')));
    else if (result.verdict === 'deviates') lines.push(...caseLines(result, paint('yellow', '~')));
    else if (all) lines.push(`  ${result.verdict === 'pass' ? '✓' : '-'} ${nameOf(result)}`);
  }
  if (!all) lines.push(...missing(results));
  return lines;
}

/** The promise, and what came instead. */
function caseLines(result: CaseResult, mark: string): string[] {
  const { title, note = '', trace = [] } = result;
  const texts = [title, note, ...trace].map((text) => `      ${tame(text, 600)}`);
  return [`  ${mark} ${nameOf(result)}`, ...texts];
}

const nameOf = ({ clause, case: id }: CaseResult): string => `${clause.padEnd(3)} ${id}`;

/** What was not tested, by its reason. */
function missing(results: readonly CaseResult[]): string[] {
  const reasons = new Map<string, number>();
  for (const { verdict, note = '' } of results) {
    if (verdict === 'absent') reasons.set(note, (reasons.get(note) ?? 0) + 1);
  }
  return [...reasons].map(([reason, count]) => `  - ${tame(reason)}: ${count} absent`);
}

function summary(proofs: readonly Proof[], red: readonly Proof[]): string {
  if (red.length === 0) {
    const kept = proofs.length === 1 ? 'Every promise is kept' : `All ${proofs.length} keep every promise`;
    const count = proofs.reduce((sum, { report }) => sum + report.counts.deviates, 0);
    return count === 0 ? `${kept}.` : `${kept}, but for ${count} deviation${count === 1 ? '' : 's'}.`;
  }
  const names = red.map(({ name }) => tame(name)).join(', ');
  return `Promises were broken by ${names}. docs/contract.md of the package numroute holds the clauses.`;
}
