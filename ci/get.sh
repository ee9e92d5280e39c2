#!/usr/bin/env bash
# Says how Plumbline is called, one word a line, as the output `command`: by COMMAND, or built here where it is not yet.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/words.sh"

if [ "${GITHUB_EVENT_NAME:-}" = pull_request_target ]; then
  refuse 'pull_request_target hands a write token to what a fork sends. Use pull_request: the report is in the summary of the run, also for forks.'
fi

node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
  refuse "Node 20.19 or newer is needed, found $(node --version 2>/dev/null || echo none): put actions/setup-node before this step."

if [ -n "${COMMAND:-}" ]; then
  words="$(printf '%s' "$COMMAND" | tr -s ' \t\r\n' '\n')"
else
  root="$(dirname "$here")"
  if [ ! -f "$root/dist/cli.cjs" ]; then
    echo '::group::build Plumbline'
    (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs)
    echo '::endgroup::'
  fi
  words="$(printf 'node\n%s' "$root/dist/cli.cjs")"
fi

end="end-$RANDOM$RANDOM"
printf 'command<<%s\n%s\n%s\n' "$end" "$words" "$end" >>"$GITHUB_OUTPUT"
