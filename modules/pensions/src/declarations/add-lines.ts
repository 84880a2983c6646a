import {
  Arg, ArrayMaxSize, ArrayMinSize, ask, beyondScope, Ctx, Decimal, Field, IdempotentInput, InputType, Int, IsOptional, Matches, Max, MaxLength, Min, Mutation, Person, Ref, refuse, Requires, Resolver, sql, ValidateNested, write,
  type Context, type TxContext,
} from '@kinga/plugin-sdk';
import { contributionRules } from '../rates/contribution-rules.js';
import { alsoTwice, checkLines } from './check-lines.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { lockDeclaration, type LockedDeclaration } from './lock-declaration.js';
import { DeclarationPayload } from './open-declaration.js';
import { lineNeedsOne, otherPersons } from './refusals.js';
import { storeLines } from './store-lines.js';

@InputType({ description: 'What is declared of one person.' })
export class DeclarationLineInput {
  @Field(() => String, { nullable: true, description: 'The number of the member.' })
  @IsOptional()
  @MaxLength(40)
  memberNumber?: string | null;

  @Ref(() => Person, { nullable: true, description: 'The person, instead of a number. Left out by who insures themselves.' })
  personId?: string | null;

  @Field(() => Decimal, { description: 'What they earned in the month, in the currency of the scheme. 0 in a correction takes back what was declared.' })
  earnings!: string;

  @Field(() => Int, { nullable: true, description: 'How many days they worked.' })
  @IsOptional()
  @Min(0)
  @Max(31)
  days?: number | null;

  @Field(() => String, { defaultValue: 'EMPLOYEE', description: 'As what they work.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'category must be 1 to 60 capital letters, digits and underscores' })
  category!: string;

  @Field(() => Decimal, { nullable: true, description: 'What the employer computed for worker and employer together, to be held against the rules.' })
  declaredAmount?: string | null;
}

@InputType({ description: 'Lines of a declaration.' })
export class DeclarationLinesAddInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'Of which declaration, a draft.' })
  declarationId!: string;

  @Field(() => [DeclarationLineInput], { description: 'The lines, 1 to 500 at once.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  lines!: DeclarationLineInput[];
}

@InputType({ description: 'Lines that are taken out of a draft.' })
export class DeclarationLinesRemoveInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'Of which declaration, a draft.' })
  declarationId!: string;

  @Field(() => [Int], { description: 'Their numbers, 1 to 500 at once.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  numbers!: number[];
}

function checkInput({ person }: LockedDeclaration, lines: readonly DeclarationLineInput[]): void {
  const wrong = lines.flatMap(({ memberNumber, personId }, index) => {
    if (person) return memberNumber || personId ? [otherPersons(`lines.${index}.personId`)] : [];
    return Boolean(memberNumber) === Boolean(personId) ? [lineNeedsOne(`lines.${index}.memberNumber`)] : [];
  });
  if (wrong.length > 0) refuse(...wrong);
}

async function removeLines(tx: TxContext, declaration: LockedDeclaration, numbers: readonly number[]): Promise<void> {
  const rules = await contributionRules(tx, declaration.programme, declaration.month, 'declarationId');
  const { rows } = await ask<{ person: string | null }>(tx, sql`delete from pensions.declaration_line l where l.declaration_id = ${declaration.id}::uuid and l.number = any(${numbers}::int[]) returning l.person_id as person`);
  // Of whom several lines were, one may be left, which counts now.
  await checkLines(tx, declaration, rules, sql`l.person_id = any(${rows.flatMap(({ person }) => person ?? [])}::uuid[])`);
}

@Resolver()
export class AddLines {
  @Mutation(() => DeclarationPayload, { description: 'Adds lines to a draft and looks at each: what speaks against one is among its `reasons`, and keeps back no other. What counts is computed by the rules of the month, beside what was declared.' })
  @Requires('pensions.declarations.file')
  declarationLinesAdd(@Arg('input', () => DeclarationLinesAddInput, { description: 'The lines.' }) input: DeclarationLinesAddInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    return write<DeclarationPayload, DeclarationLinesAddInput>(ctx, { operation: 'declarationLinesAdd', input }, async (tx, { declarationId, lines }) => {
      const declaration = await lockDeclaration(tx, declarationId, [DeclarationState.DRAFT]);
      checkInput(declaration, lines);
      const rules = await contributionRules(tx, declaration.programme, declaration.month, 'declarationId');
      // Workers live anywhere; what is told of them is told to who declares them.
      await beyondScope(tx, async () => {
        const numbers = await storeLines(tx, declaration, lines.map((line) => ({ ...line, memberNumber: line.memberNumber?.trim().toUpperCase() ?? null })));
        await checkLines(tx, declaration, rules, sql`l.number = any(${numbers}::int[])`);
        await checkLines(tx, declaration, rules, alsoTwice(declarationId, numbers));
      });
      return { declaration: { id: declarationId } };
    });
  }

  @Mutation(() => DeclarationPayload, { description: 'Takes lines out of a draft.' })
  @Requires('pensions.declarations.file')
  declarationLinesRemove(@Arg('input', () => DeclarationLinesRemoveInput, { description: 'Which lines.' }) input: DeclarationLinesRemoveInput, @Ctx() ctx: Context): Promise<DeclarationPayload> {
    return write<DeclarationPayload, DeclarationLinesRemoveInput>(ctx, { operation: 'declarationLinesRemove', input }, async (tx, { declarationId, numbers }) => {
      const declaration = await lockDeclaration(tx, declarationId, [DeclarationState.DRAFT]);
      await beyondScope(tx, () => removeLines(tx, declaration, numbers));
      return { declaration: { id: declarationId } };
    });
  }
}
