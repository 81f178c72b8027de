/** The invariants, by the numbers of the test battery. */
export type Rule =
  | 'M1 money'
  | 'M2 forgotten'
  | 'M3 two live orders'
  | 'M4 two purchases in doubt'
  | 'M5 code lost'
  | 'M6 old code as new'
  | 'M7 too fast'
  | 'M8 burnt'
  | 'M9 stuck'
  | 'M10 false verdict'
  | 'M11 key told'
  | 'M12 above the cap'
  | 'M12 above the agreed price'
  | 'M12 above the budget'
  | 'M13 journal'
  | 'M14 two orders for one key'
  | 'M15 turned away'
  | 'M16 not as offered'
  | 'M17 hammered'
  | 'M18 two that act'
  | 'G1 too many live orders'
  | 'G2 above maxSpend'
  | 'G3 not used once'
  | 'G4 left open'
  | 'G5 bought too late'
  | 'G6 code withheld'
  | 'G7 key'
  | 'crash of the simulation';

export interface Violation {
  readonly rule: Rule;
  readonly what: string;
}
