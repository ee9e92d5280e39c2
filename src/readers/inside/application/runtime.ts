import { imageName, type RunningContainer, type Surroundings } from '../running.ts';
import { manifestText, pythonPackages } from './manifest-names.ts';
import type { Invocation } from './programs.ts';

/** Programs, and what they are of. */
const PROGRAMS: Readonly<Record<string, string>> = {
  java: 'java', ruby: 'ruby', puma: 'ruby', rails: 'ruby', rackup: 'ruby', unicorn: 'ruby', sidekiq: 'ruby', 'php-fpm': 'php-fpm', php: 'php', 'apache2-foreground': 'php', dotnet: 'dotnet', mix: 'elixir', elixir: 'elixir', iex: 'elixir',
  python: 'python', python3: 'python', python2: 'python', flask: 'python', celery: 'python', 'waitress-serve': 'python', uwsgi: 'python', bun: 'bun', deno: 'deno', postgrest: 'postgrest',
};

/** Images, and what runs on them. */
const IMAGES: readonly (readonly [RegExp, string])[] = [
  [/^(?:openjdk|eclipse-temurin|amazoncorretto|tomcat|jetty|maven|gradle|sapmachine|liberica-.*|zulu-openjdk.*|openjdk-.*|java[0-9]*.*|ubi-quarkus.*)$/, 'java'],
  [/^(?:ruby|rails|jruby)$/, 'ruby'], [/^(?:golang)$/, 'go'], [/^(?:python|python3.*|pypy)$/, 'python'], [/^(?:elixir|erlang)$/, 'elixir'], [/^(?:rust)$/, 'rust'], [/^(?:bun)$/, 'bun'], [/^(?:deno)$/, 'deno'], [/^postgrest$/, 'postgrest'],
];

/** What an application runs on, told from its programs, images, variables and manifests; `undefined` where nothing says it. */
export function runtimeOf(container: RunningContainer, around: Surroundings, started: readonly Invocation[]): string | undefined {
  const images = [container.image?.text, container.base?.text];
  if (images.some((image) => imageName(image) === 'php' && /fpm/.test(image ?? ''))) return 'php-fpm';
  const program = started.map((one) => (Object.hasOwn(PROGRAMS, one.program) ? PROGRAMS[one.program] : undefined)).findLast((one) => one !== undefined);
  if (program !== undefined) return program;
  for (const image of images) {
    if (/(?:^|\/)dotnet\/(?:aspnet|runtime|sdk)/.test(image ?? '')) return 'dotnet';
    if (imageName(image) === 'php') return 'php';
    const found = IMAGES.find(([pattern]) => pattern.test(imageName(image)));
    if (found !== undefined) return found[1];
  }
  const names = [...container.environment.keys()];
  if (names.some((name) => /^(?:SPRING_|QUARKUS_|JAVA_OPTS$|JAVA_TOOL_OPTIONS$|JVM_|CATALINA_)/.test(name))) return 'java';
  if (names.some((name) => /^(?:ASPNETCORE_|DOTNET_|ConnectionStrings__)/.test(name))) return 'dotnet';
  return fromManifests(container, around);
}

const MANIFESTS: readonly (readonly [readonly string[], string])[] = [
  [['/go.mod'], 'go'], [['/Cargo.toml'], 'rust'], [['/mix.exs'], 'elixir'], [['.csproj'], 'dotnet'], [['/pom.xml', '/build.gradle', '/build.gradle.kts'], 'java'], [['/Gemfile'], 'ruby'], [['/composer.json'], 'php'],
];

function fromManifests(container: RunningContainer, around: Surroundings): string | undefined {
  const found = MANIFESTS.find(([endings]) => manifestText(container, around, endings) !== undefined);
  return found?.[1] ?? (pythonPackages(container, around) === undefined ? undefined : 'python');
}
