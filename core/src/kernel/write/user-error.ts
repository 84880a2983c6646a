import 'reflect-metadata';
import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';

@InterfaceType({ description: 'Why a mutation did nothing: something that the caller can mend.' })
export abstract class UserError {
  @Field(() => String, { description: "In the caller's language." })
  message!: string;

  @Field(() => String, { description: 'Stable, for programs: upper case with underscores.' })
  code!: string;

  @Field(() => [String], { description: 'Where in the arguments, from `input` on.' })
  path!: string[];

  @Field(() => String, { nullable: true, description: 'What to do about it.' })
  hint?: string | null;
}

@ObjectType({ implements: UserError, description: 'A value that cannot be: wrong form, out of range, an id of another type.' })
export class InvalidInput extends UserError {}

@ObjectType({ implements: UserError, description: 'Something that is named does not exist, or you may not see it.' })
export class NotFound extends UserError {}

@ObjectType({ implements: UserError, description: 'Somebody else changed it first, or holds what must be unique.' })
export class Conflict extends UserError {}

@ObjectType({ implements: UserError, description: "A rule of the programme or of the platform doesn't allow it." })
export class RuleViolation extends UserError {}

@ObjectType({ implements: UserError, description: 'A text that cannot be used as it is, such as a rule or a formula, and where in it.' })
export class InvalidText extends UserError {
  @Field(() => Int, { description: 'The line concerned, from 1.' })
  line!: number;

  @Field(() => Int, { description: 'The character of the line, from 1.' })
  column!: number;
}

export const userErrorTypes = [InvalidInput, NotFound, Conflict, RuleViolation, InvalidText] as const;

@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Why nothing was done; empty where it was.' })
  userErrors: UserError[] = [];
}
