import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What starts, kills and replaces processes of its own takes minutes in few lines; vitest takes the longest text for the longest work. */
const LONG = /\/(running|fire)\/|\/import-(killed|processes)\.|\/create-module\.|\/runs\/proof\./;

/** Begins with what takes longest, so that no worker is left alone with it in the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
