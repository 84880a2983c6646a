import type { PlanProblem } from '../kernel/plan/types.js';
import type { Progress } from '../kernel/module/seed.js';

/** How a command ends: fine, problems found, or used wrongly. */
export const EXIT = { fine: 0, problems: 1, wrongUse: 2 } as const;

/** Where a command's words go: answers to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** The answer, in the form that was asked for. */
  answer(data: unknown, text: string): void;
  /** What a person watching is told meanwhile. */
  readonly progress: Progress;
  problems(problems: readonly PlanProblem[]): void;
}

export interface Streams {
  write(text: string): void;
  writeError(text: string): void;
  /** Whether somebody watches standard error. */
  readonly watched: boolean;
}

export const processStreams: Streams = {
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
};

export function outputTo(streams: Streams, json: boolean): Output {
  return {
    json,
    answer: (data, text) => streams.write(json ? `${JSON.stringify(data, null, 2)}\n` : text === '' ? '' : `${text}\n`),
    progress: { step: (text) => streams.writeError(`${streams.watched ? '· ' : ''}${text}\n`) },
    problems: (problems) => (json ? streams.write(`${JSON.stringify({ problems }, null, 2)}\n`) : streams.writeError(`${print(problems)}\n`)),
  };
}

function print(problems: readonly PlanProblem[]): string {
  const title = problems.length === 1 ? 'One thing has to be mended:' : `${problems.length} things have to be mended:`;
  return [title, ...problems.map(({ code, message, cure }) => `  ${code}\n    ${message}\n    To do: ${cure}`)].join('\n\n');
}
