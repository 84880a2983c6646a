/** `many`: a registry by name. `one`: the deployment chooses. `chain`: steps placed before or after others by name. */
export type ExtensionKind = 'many' | 'one' | 'chain';

/** Where a step of a chain stands, by the names of other steps. */
export interface Placement {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/** What a module adds to an extension point; made by the point's `contribute`. */
export interface Contribution {
  /** Name of the extension point. */
  readonly point: string;
  readonly name: string;
  readonly value: unknown;
  readonly placement: Placement;
}

/** A place where other modules add values of type `T`. */
export interface ExtensionPoint<T> {
  readonly name: string;
  readonly kind: ExtensionKind;
  readonly description: string;
  /** A contribution to this point, for `contributes` of a module. */
  contribute(name: string, value: T, placement?: Placement): Contribution;
}

/**
 * Names an extension point, `<module>.<what>`.
 *
 * @example export const paymentChannels = extensionPoint<PaymentChannel>('transactions.payment-channels', 'many', 'Ways to send money');
 */
export function extensionPoint<T>(name: string, kind: ExtensionKind, description: string): ExtensionPoint<T> {
  return Object.freeze({
    name,
    kind,
    description,
    contribute: (contribution: string, value: T, placement: Placement = {}): Contribution =>
      Object.freeze({ point: name, name: contribution, value, placement }),
  });
}
