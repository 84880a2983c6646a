import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, registerEnumType } from 'type-graphql';
import type { Scope } from '../access/scope.js';
import { Versioned } from '../schema/node.js';
import { Resource } from '../schema/resource.js';

/** Whether a file is whole. */
export enum FileState {
  RECEIVING = 'RECEIVING',
  READY = 'READY',
}
registerEnumType(FileState, {
  name: 'FileState',
  description: 'Whether a file is whole.',
  valuesConfig: {
    RECEIVING: { description: 'Its bytes are awaited, or being written.' },
    READY: { description: 'Whole; never changed from here on.' },
  },
});

/**
 * Whoever may see what refers to a file may see the file: relations to it are planned like any other. By its id alone
 * (`file`) only its owner has it, and `node` gives it to nobody.
 */
@Resource({
  description: 'A file: a photo, a scanned paper, a table to import or one that was exported.',
  table: 'kernel.file',
  prefix: 'file',
  read: 'kernel.files.read',
  privacy: { sensitivity: 'personal', purpose: 'administration' },
  throughOthers: true,
})
export class File extends Versioned {
  @Field(() => String, { description: 'Its name, for people.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Its media type, such as `image/jpeg`.' })
  @Property({ type: 'text', fieldName: 'media_type' })
  mediaType!: string;

  @Field(() => Int, { description: 'How many bytes it has; while it is awaited, how many it is said to have.' })
  @Property({ type: 'integer' })
  size!: number;

  @Field(() => String, { nullable: true, description: 'SHA-256 of its bytes, 64 hexadecimal digits; null until it is whole.' })
  @Property({ type: 'text', nullable: true })
  sha256!: string | null;

  @Field(() => FileState, { description: 'Whether it is whole.' })
  @Property({ type: 'text' })
  state!: FileState;

  /** Id of the actor who sent it or had it made. */
  @Property({ type: 'text' })
  owner!: string;

  /** Within which scope it was written as its owner sees it; null of other files. */
  @Property({ type: 'json', fieldName: 'made_in', nullable: true })
  madeIn!: Scope | null;

  @Field(() => String, { description: 'What it was sent or made for, such as `upload` or `export`.' })
  @Property({ type: 'text' })
  purpose!: string;
}
