import { type Command, Option } from 'commander';

/** A command that asks for numbers of a service, and which offers come into question. */
export const choosing = (
  program: Command,
  name: string,
  text: string,
  argument: string = '<service>',
): Command =>
  program
    .command(name)
    .description(text)
    .argument(argument, 'such as telegram or whatsapp')
    .option('--country <codes>', 'only there, such as EE or EE,GB')
    .option('--min <price>', 'leave out what is cheaper, such as 0.1USD')
    .option('--provider <ids>', 'ask only these, such as arzancell,fivesim')
    .option('--except-provider <ids>', 'do not ask these')
    .option('--pool <names>', 'only these pools (operators), such as virtual53 or fivesim:virtual53')
    .option('--except-pool <names>', 'not these pools')
    .option('--min-stock <count>', 'leave out offers of fewer numbers, and those that do not say')
    .option('--min-rate <share>', 'leave out offers of which fewer codes arrive, such as 40%');

/** What is given of an option that may be given several times. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

export const json = (): Option => new Option('--json', 'print one JSON document');

export interface OfOrderFlags {
  readonly key?: string;
  readonly json?: boolean;
}

/** A command that works with one order of the journal. */
export const ofOrder = (command: Command): Command =>
  command
    .argument('[order]', 'as `numroute orders` shows it, such as arzancell/3762 or 12')
    .option('--key <name>', 'in its place: the name that it was bought under');

export const refundWait = (): Option =>
  new Option('--refund-wait <time>', 'how long to wait until the balance shows the refund').default(
    '90s',
    '90s',
  );

/** Of the past: which orders, and from when until when. */
export const spanning = (command: Command): Command =>
  command
    .option('--since <time>', 'sent since then: 7d (ago), 2026-11-01, or 2026-11-01T12:00Z')
    .option('--until <time>', 'sent until then; a day is meant with all of it')
    .option('--zone <zone>', 'whose days, such as Europe/Berlin (default: UTC)')
    .option('--provider <id>', 'only there')
    .option('--service <name>', 'only this, such as telegram')
    .option('--country <code>', 'only there, such as EE');
