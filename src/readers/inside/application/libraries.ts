import type { Position } from '../../../model/entry.ts';
import { imageName, type RunningContainer, type Surroundings } from '../running.ts';
import { manifestText, nodePackages, pythonPackages } from './manifest-names.ts';

/** Whose pool an application has, as its manifests or variables tell; or that it has none that is known. */
export type LibraryFound =
  | { readonly id: string; readonly at: Position; /** Major version, where it changes the default. */ readonly major?: number }
  | { readonly id?: undefined; readonly because: string };

/** Packages of Node, those that bring a pool of their own before the drivers that they use. */
const NODE: readonly (readonly [name: string, id: string])[] = [
  ['@prisma/client', 'prisma'], ['prisma', 'prisma'], ['typeorm', 'typeorm'], ['@nestjs/typeorm', 'typeorm'], ['sequelize', 'sequelize'], ['sequelize-typescript', 'sequelize'], ['knex', 'knex'], ['objection', 'knex'],
  ['postgres', 'postgresjs'], ['pg', 'pg'], ['pg-promise', 'pg'], ['pg-pool', 'pg'], ['mysql2', 'mysql2'],
];

const PYTHON: readonly (readonly [name: string, id: string])[] = [
  ['django', 'django'], ['sqlalchemy', 'sqlalchemy'], ['flask-sqlalchemy', 'sqlalchemy'], ['sqlmodel', 'sqlalchemy'], ['flask-sqlalchemy-lite', 'sqlalchemy'],
  ['databases', 'asyncpg'], ['asyncpg', 'asyncpg'], ['psycopg-pool', 'psycopg_pool'], ['psycopg[pool]', 'psycopg_pool'],
];

/** Words of other manifests: the first pattern of a language that is there. */
const TEXTS: readonly { readonly endings: readonly string[]; readonly words: readonly (readonly [RegExp, string])[] }[] = [
  { endings: ['/pom.xml', '/build.gradle', '/build.gradle.kts'], words: [[/quarkus-(?:jdbc|agroal|hibernate-orm)/, 'quarkus'], [/quarkus-reactive-(?:pg|mysql)-client/, 'quarkus_reactive'], [/r2dbc/, 'r2dbc'], [/HikariCP|spring-boot-starter-(?:data-jpa|jdbc|data-jdbc)|micronaut-jdbc-hikari/, 'hikari']] },
  { endings: ['/go.mod'], words: [[/gorm\.io\/gorm|github\.com\/lib\/pq|go-sql-driver\/mysql|jmoiron\/sqlx/, 'database_sql'], [/github\.com\/jackc\/pgx/, 'pgx']] },
  { endings: ['/Gemfile', '/Gemfile.lock'], words: [[/\b(?:rails|activerecord|sinatra-activerecord)\b/, 'activerecord']] },
  { endings: ['/config/database.yml'], words: [[/^\s{1,20}adapter:/m, 'activerecord']] },
  { endings: ['.csproj', '/Directory.Packages.props'], words: [[/Npgsql/, 'npgsql']] },
  { endings: ['/mix.exs'], words: [[/:(?:ecto_sql|postgrex)\b/, 'ecto']] },
  { endings: ['/Cargo.toml'], words: [[/^deadpool(?:-postgres)?\b/m, 'deadpool'], [/^(?:sqlx|sea-orm)\b/m, 'sqlx']] },
];

/** Variables whose name or value only one library understands. */
const TOLD: readonly { readonly name: RegExp; readonly value: RegExp; readonly id: string }[] = [
  { name: /^SPRING[_.]DATASOURCE[_.]URL$/i, value: /^jdbc:/, id: 'hikari' },
  { name: /^SPRING[_.]R2DBC[_.]URL$/i, value: /^r2dbc:/, id: 'r2dbc' },
  { name: /^QUARKUS[_.]DATASOURCE[_.]JDBC[_.]URL$/i, value: /^jdbc:/, id: 'quarkus' },
  { name: /^QUARKUS[_.]DATASOURCE[_.]REACTIVE[_.]URL$/i, value: /./, id: 'quarkus_reactive' },
  { name: /./, value: /^(?:postgresql|mysql|mariadb)\+[a-z0-9_]{1,30}:\/\//, id: 'sqlalchemy' },
  { name: /MAX_?OVERFLOW$/i, value: /^[0-9]/, id: 'sqlalchemy' },
  { name: /^(?:ConnectionStrings?|POSTGRES_CONNECTION|DATABASE_CONNECTION)/i, value: /^(?:Host|Server)=[^;]{1,200};(?=[^=]{1,20}=).{0,200}\bPort=5432/i, id: 'npgsql' },
  { name: /^RAILS_ENV$/, value: /./, id: 'activerecord' },
];

function toldByVariables({ environment }: RunningContainer): LibraryFound | undefined {
  for (const [name, word] of environment) {
    const found = TOLD.find((one) => one.name.test(name) && one.value.test(word.text.slice(0, 500)));
    if (found !== undefined) return { id: found.id, at: word.at };
  }
  return undefined;
}

/** The place of a whole file. */
const wholeFile = (file: string): Position => ({ file, line: 0, column: 0 });

/** Whose manifests count: a Python server may be built from a folder that holds a frontend, too. */
export type Language = 'node' | 'python' | 'any';

/** Looks for the library in the manifests of the application, each language in its own. */
export function libraryOf(container: RunningContainer, around: Surroundings, language: Language): LibraryFound {
  if (imageName(container.image?.text) === 'postgrest') return { id: 'postgrest', at: container.image?.at ?? container.at };
  const node = language === 'python' ? undefined : nodePackages(container, around);
  const python = language === 'node' ? undefined : pythonPackages(container, around);
  for (const [packages, table] of [[node, NODE], [python, PYTHON]] as const) {
    const found = table.find(([name]) => packages?.versions.has(name) === true);
    if (found !== undefined && packages !== undefined) {
      const [, number] = /^[^0-9]{0,3}([0-9]{1,4})/.exec(packages.versions.get(found[0]) ?? '') ?? [];
      return { id: found[1], at: wholeFile(packages.file), ...(number === undefined ? {} : { major: Number(number) }) };
    }
  }
  for (const { endings, words } of language === 'any' ? TEXTS : []) {
    const manifest = manifestText(container, around, endings);
    const found = manifest === undefined ? undefined : words.find(([pattern]) => pattern.test(manifest.text));
    if (found !== undefined && manifest !== undefined) return { id: found[1], at: wholeFile(manifest.file) };
  }
  const told = toldByVariables(container);
  if (told !== undefined) return told;
  const seen = node?.file ?? python?.file;
  return { because: seen === undefined ? 'nothing in the tree says which library holds its connections' : `${seen} names no library whose pool is known` };
}
