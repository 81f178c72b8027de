import type { Provider } from './provider.ts';
import type { Recognition } from './recognition.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What an adapter package exports, once by name and once as `default` for tools that load it by
 * package name. An object, not a class to extend.
 */
export interface ProviderPlugin<Settings = unknown> {
  readonly id: string;
  readonly apiVersion: 1;
  /**
   * Checks settings that come from a file or the environment.
   *
   * @throws {NumrouteError} INVALID_INPUT Names the setting and what was expected, never its value.
   */
  parseSettings(raw: unknown): Settings;
  /** A provider of these settings. It asks the vendor nothing yet. */
  create(settings: Settings): Provider;
  /** How the vendor names what we name, by these settings. Absent: only the vendor could tell. */
  vocabulary?(settings: Settings): Vocabulary;
  /** Absent: its hosts cannot be told by asking them. */
  readonly recognition?: Recognition;
}
