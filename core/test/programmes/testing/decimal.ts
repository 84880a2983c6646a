/** Exact decimals for the oracle, on BigInt: nothing of what the engine computes with is in it. */
export class Exact {
  private constructor(readonly digits: bigint, readonly scale: number) {}

  static of(text: string): Exact {
    const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    return new Exact(BigInt(`${sign}${whole}${part}`), part.length);
  }

  private static both(one: Exact, other: Exact): readonly [bigint, bigint, number] {
    const scale = Math.max(one.scale, other.scale);
    return [one.digits * 10n ** BigInt(scale - one.scale), other.digits * 10n ** BigInt(scale - other.scale), scale];
  }

  plus(other: Exact): Exact {
    const [a, b, scale] = Exact.both(this, other);
    return new Exact(a + b, scale);
  }

  minus(other: Exact): Exact {
    return this.plus(other.negated());
  }

  times(other: Exact): Exact {
    return new Exact(this.digits * other.digits, this.scale + other.scale);
  }

  negated(): Exact {
    return new Exact(-this.digits, this.scale);
  }

  compare(other: Exact): number {
    const [a, b] = Exact.both(this, other);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  sign(): number {
    return this.digits < 0n ? -1 : this.digits > 0n ? 1 : 0;
  }

  /** How often the other fits, towards zero. */
  whole(other: Exact): bigint {
    const [a, b] = Exact.both(this, other);
    return a / b;
  }

  remainder(other: Exact): Exact {
    const [a, b, scale] = Exact.both(this, other);
    return new Exact(a % b, scale);
  }

  /** Rounded half away from zero at 20 decimals. */
  over(other: Exact): Exact {
    const [a, b] = Exact.both(this, other);
    const [n, d] = [a < 0n ? -a : a, b < 0n ? -b : b];
    const twice = (n * 10n ** 20n * 2n) / d;
    const rounded = (twice + 1n) / 2n;
    return new Exact((a < 0n) === (b < 0n) ? rounded : -rounded, 20);
  }

  isWhole(): boolean {
    return this.digits % 10n ** BigInt(this.scale) === 0n;
  }

  toString(): string {
    const digits = (this.digits < 0n ? -this.digits : this.digits).toString().padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const part = digits.slice(digits.length - this.scale).replace(/0+$/, '');
    return `${this.digits < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
  }
}

export function exact(value: string | number | bigint): Exact {
  return Exact.of(String(value));
}
