import { Field, Int, ObjectType, Payload, refuse, type Refusal } from '@kinga/plugin-sdk';

/** What became of rows that were registered by their codes. */
export interface Written {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

@ObjectType({ description: 'Answer of mutations that register many rows by their codes.' })
export class RegisteredPayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many were not there before.' })
  added?: number;

  @Field(() => Int, { nullable: true, description: 'How many were there and are otherwise now.' })
  changed?: number;

  @Field(() => Int, { nullable: true, description: 'How many were there just so.' })
  unchanged?: number;
}

/** Refuses codes that are given more than once. */
export function checkTwice(codes: readonly string[], refusal: (at: number, code: string) => Refusal): void {
  const seen = new Set<string>();
  const twice = codes.flatMap((code, at) => {
    if (seen.has(code)) return [refusal(at, code)];
    seen.add(code);
    return [];
  });
  if (twice.length > 0) refuse(...twice);
}
