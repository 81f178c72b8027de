/** An exact decimal: `units / 10^scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PLAIN = /^(-?)(\d{1,24})(?:\.(\d{1,18}))?$/;
/** So many digits are exact in a number, whatever they are. */
const EXACT_DIGITS = 15;

/** Reads plain decimal text; undefined for anything else (exponents, blanks, commas, `NaN`). */
export function parseDecimal(text: string): Decimal | undefined {
  return text.length <= EXACT_DIGITS ? (parseShort(text) ?? parseLong(text)) : parseLong(text);
}

/** As nearly every price is written; undefined for any other text. Much quicker than the pattern. */
function parseShort(text: string): Decimal | undefined {
  let units = 0;
  let scale = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      units = units * 10 + (code - 48);
      if (scale >= 0) scale += 1;
    } else if (code === 46 && scale < 0 && at > 0) scale = 0;
    else return undefined;
  }
  return scale === 0 || text === '' ? undefined : { units: BigInt(units), scale: Math.max(scale, 0) };
}

function parseLong(text: string): Decimal | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** The shortest plain text of the value: `0.2500` becomes `0.25`, `-0` becomes `0`. */
export function formatDecimal({ units, scale }: Decimal): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === 48) end -= 1;
  const whole = digits.slice(0, point);
  const text = end > point ? `${whole}.${digits.slice(point, end)}` : whole;
  return negative && text !== '0' ? `-${text}` : text;
}

const unitsAt = ({ units, scale }: Decimal, target: number): bigint =>
  scale === target ? units : units * 10n ** BigInt(target - scale);

/** Below zero where `left` is less, above zero where it is more, else 0: `1.5` equals `1.50`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const [mine, theirs] = [unitsAt(left, scale), unitsAt(right, scale)];
  return mine < theirs ? -1 : mine > theirs ? 1 : 0;
}

/** The exact sum, at the larger scale of the two. */
export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: unitsAt(left, scale) + unitsAt(right, scale), scale };
}

export function negateDecimal({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

/** The exact product, at the sum of both scales. */
export function multiplyDecimals(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

/** Rounds half away from zero to at most `scale` decimal places. */
export function roundDecimal(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return value;
  return { units: divideRounding(value.units, 10n ** BigInt(value.scale - scale)), scale };
}

/** The quotient, rounded half away from zero at `scale` decimal places. The divisor is not zero. */
export function divideDecimals(dividend: Decimal, divisor: Decimal, scale: number): Decimal {
  const numerator = dividend.units * 10n ** BigInt(scale + divisor.scale);
  const denominator = divisor.units * 10n ** BigInt(dividend.scale);
  return { units: divideRounding(numerator, denominator), scale };
}

function divideRounding(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -rounded : rounded;
}
