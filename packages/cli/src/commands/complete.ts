import type { Command, Option } from 'commander';
import type { Call } from '../call.ts';
import { EXIT } from '../exit-codes.ts';
import type { Shell } from './completion.ts';

/** A word that may stand at the cursor, and what it means. */
interface Candidate {
  readonly word: string;
  readonly text?: string;
}

type Words = readonly Candidate[] | 'files';

/** What the shell offers for the last word. Whatever is wrong, such as the config, it offers less. */
export async function complete(
  call: Call,
  program: Command,
  shell: Shell,
  words: readonly string[],
): Promise<number> {
  const cursor = cursorOf(program, words);
  const file = words.indexOf('--config');
  if (file >= 0 && file < words.length - 2) program.setOptionValue('config', words[file + 1]);
  const found = await wordsAt(cursor, call).catch((): Words => []);
  if (found === 'files') call.io.stdout.write(':files\n');
  else for (const one of found) if (isMeant(one, cursor)) call.io.stdout.write(lineOf(one, cursor, shell));
  return EXIT.ok;
}

interface Cursor {
  readonly command: Command;
  /** The option whose value stands there. */
  readonly option?: Option;
  /** How many arguments of the command stand before it. */
  readonly place: number;
  /** What has been typed of it, and what stands before that and stays. */
  readonly typed: string;
  readonly kept: string;
}

function cursorOf(program: Command, words: readonly string[]): Cursor {
  let command = program;
  let place = 0;
  let option: Option | undefined;
  const optionOf = (word: string): Option | undefined =>
    [...command.options, ...program.options].find((one) => one.long === word || one.short === word);
  for (const word of words.slice(0, -1)) {
    // bash makes a word of its own of what stands between an option and its value.
    if (word === '=') continue;
    if (word === 'help' && command === program) continue;
    const known = optionOf(word);
    const sub = command.commands.find((one) => one.name() === word);
    if (option) option = undefined;
    else if (known) option = known.required || known.optional ? known : undefined;
    else if (sub && place === 0) command = sub;
    else if (!word.startsWith('-')) place += 1;
  }
  const last = (words.at(-1) ?? '').trim();
  const [, name = '', value] = /^(--[\w-]+)=(.*)$/.exec(last) ?? [];
  if (value !== undefined) {
    const named = optionOf(name);
    return { command, place, ...partsOf(value, `${name}=`), ...(named && { option: named }) };
  }
  return { command, place, ...partsOf(last === '=' ? '' : last), ...(option && { option }) };
}

/** Of a list only what stands after the last comma is typed anew. */
function partsOf(text: string, before: string = ''): Pick<Cursor, 'typed' | 'kept'> {
  const comma = text.lastIndexOf(',') + 1;
  return { typed: text.slice(comma), kept: before + text.slice(0, comma) };
}

const isMeant = ({ word }: Candidate, { typed }: Cursor): boolean =>
  word.toLowerCase().startsWith(typed.toLowerCase());

function lineOf({ word, text }: Candidate, { kept }: Cursor, shell: Shell): string {
  const whole = kept + word;
  if (shell === 'bash') return `${whole}\n`;
  if (shell === 'zsh') return `${whole.replaceAll(':', '\\:')}${text === undefined ? '' : `:${text}`}\n`;
  return `${whole}${text === undefined ? '' : `\t${text}`}\n`;
}

async function wordsAt({ command, option, place, typed }: Cursor, call: Call): Promise<Words> {
  if (option) {
    if (option.argChoices) return option.argChoices.map((word) => ({ word }));
    return await wordsFor(option.long ?? '', call);
  }
  if (typed.startsWith('-')) return optionsOf(command);
  const subs = place === 0 ? command.createHelp().visibleCommands(command) : [];
  if (subs.length > 0) return subs.map((one) => ({ word: one.name(), text: one.description() }));
  const { registeredArguments: known } = command;
  const argument = known.at(place) ?? known.find(({ variadic }) => variadic);
  if (!argument) return optionsOf(command);
  if (argument.argChoices) return argument.argChoices.map((word) => ({ word }));
  return await wordsFor(`<${argument.name()}>`, call);
}

function optionsOf(command: Command): readonly Candidate[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, text: description }] : []));
}

/** The words for an option or an argument, which has the same name and meaning in every command. */
async function wordsFor(name: string, call: Call): Promise<Words> {
  switch (name) {
    case '<service>':
    case '<text>':
    case '--service': {
      const { listServices } = await import('@numroute/core');
      return listServices().map((service) => ({ word: service.slug, text: service.name }));
    }
    case '<country>':
    case '--country': {
      const { listCountries } = await import('@numroute/core');
      return listCountries().map((country) => ({ word: country.code, text: country.name }));
    }
    case '--provider':
    case '--except-provider': {
      const { glanceAt } = await import('../config/glance.ts');
      return (await glanceAt(await call.findConfig())).providers.map((word) => ({ word }));
    }
    case '<order>':
    case '<number>': {
      const { liveOrders } = await import('../orders/live-orders.ts');
      const { glanceAt } = await import('../config/glance.ts');
      const { journal } = await glanceAt(await call.findConfig());
      if (journal === undefined) return [];
      return await liveOrders(journal, name === '<order>' ? 'open' : 'in doubt');
    }
    case '<file>':
    case '<directory>':
    case '<package>':
    case '--config':
    case '--env-file':
      return 'files';
    default:
      return [];
  }
}
