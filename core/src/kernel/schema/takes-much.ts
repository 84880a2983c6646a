import { Extensions } from 'type-graphql';

/** Lets a mutation's request have more bytes than a deployment's `limits.bodyBytes`: for what is written in bulk. */
export function TakesMuch(bytes = 1_000_000): MethodDecorator & PropertyDecorator {
  return Extensions({ bodyBytes: bytes });
}
