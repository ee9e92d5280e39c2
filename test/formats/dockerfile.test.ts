import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../src/formats/dockerfile.ts';
import { imageOf } from '../../src/formats/dockerfile-image.ts';

const TEXT = `# syntax=docker/dockerfile:1
ARG NODE=22
FROM node:\${NODE}-alpine AS build
WORKDIR /src
COPY package.json ./
RUN <<EOF
npm ci
EXPOSE 1 is no instruction here
EOF
CMD ["never", "used"]

FROM build AS app
ENV PORT=3000 HOST="0.0.0.0" \\
    # a comment between
    DEPTH=1
ENV OLD way of it
COPY --from=build /src/dist dist/
COPY nginx.conf extra.conf conf/
COPY . /app
EXPOSE $PORT 9229/tcp
USER 1000:1000
ENTRYPOINT ["docker-entrypoint.sh"]
CMD exec node --max-old-space-size=512 server.js
HEALTHCHECK --interval=5s --retries=2 CMD ["curl", "-f", "http://127.0.0.1:3000/"]

FROM nginx:1.28
`;
const image = (target?: string, args: Readonly<Record<string, string>> = {}) => {
  const made = imageOf(parseDockerfile({ path: 'Dockerfile', text: TEXT }), { args: (name) => args[name], ...(target === undefined ? {} : { target }) });
  if (made === undefined) throw new Error('no image');
  return made;
};

describe('a Dockerfile', () => {
  it('makes the last stage, or the one that is asked for, from its base', () => {
    expect(image().base).toEqual({ text: 'nginx:1.28', at: { file: 'Dockerfile', line: 26, column: 6 } });
    expect(image('APP').base?.text).toBe('node:22-alpine');
    expect(image('0', { NODE: '24' }).base?.text).toBe('node:24-alpine');
    expect(imageOf(parseDockerfile({ path: 'Dockerfile', text: TEXT }), { args: () => undefined, target: 'none' })).toBeUndefined();
  });

  it('says what starts, with places', () => {
    const { entrypoint, command, health } = image('app');
    expect(entrypoint).toMatchObject({ form: 'exec', words: [{ text: 'docker-entrypoint.sh', at: { line: 22, column: 14 } }] });
    expect(command).toMatchObject({ form: 'shell', line: 'exec node --max-old-space-size=512 server.js', at: { line: 23, column: 5 } });
    expect(health).toMatchObject({ command: { form: 'exec' }, flags: new Map([['interval', '5s'], ['retries', '2']]) });
  });

  it('says the environment, ports and files', () => {
    const { environment, exposed, copies, user, workdir } = image('app');
    expect(environment.map(({ name, text, at }) => `${name}=${text} ${at.line}:${at.column}`)).toEqual(['PORT=3000 13:5', 'HOST=0.0.0.0 13:15', 'DEPTH=1 15:5', 'OLD=way of it 16:9']);
    expect(exposed.map(({ text }) => text)).toEqual(['3000', '9229/tcp']);
    expect(copies.map(({ from, to, folder }) => [from, to, folder])).toEqual([['package.json', '/src', true], ['nginx.conf', '/src/conf', true], ['extra.conf', '/src/conf', true], ['.', '/app', false]]);
    expect([user?.text, workdir]).toEqual(['1000:1000', '/src']);
  });

  it('tells what is no instruction', () => {
    const { problems } = parseDockerfile({ path: 'Dockerfile', text: 'RUN x\nFORM node\n' });
    expect(problems.map(({ at, message, hint }) => [at?.line, message, hint]).toSorted()).toEqual([[1, 'expected FROM or ARG first, found RUN', undefined], [2, 'expected an instruction, found "FORM"', 'did you mean FROM?']]);
  });
});
