/** One instruction of a Dockerfile: its word, and the rest of its line. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** One stage: what it is made from, the name that others copy from, and its instructions. */
export interface Stage {
  readonly from: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile, of the plain kind that ours is: no heredocs, no variables. */
export function stagesOf(text: string): readonly Stage[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#')).join('\n').replaceAll('\\\n', ' ').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const stages: Stage[] = [];
  for (const line of lines) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    const [, from = '', name = String(stages.length)] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
    if (word === 'FROM') stages.push({ from, name, instructions: [] });
    else stages[stages.length - 1] = added(stages.at(-1), { word, rest });
  }
  return stages;
}

function added(stage: Stage | undefined, instruction: Instruction): Stage {
  if (stage === undefined) throw new Error(`${instruction.word} stands before FROM`);
  return { ...stage, instructions: [...stage.instructions, instruction] };
}
