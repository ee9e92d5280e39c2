#!/usr/bin/env bash
# Shows the findings in the rendered files as annotations, where code scanning does not take them.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/words.sh"

gen=()
while IFS= read -r word; do [ -z "$word" ] || gen+=("$word"); done <<<"$COMMAND"

say notice 'the findings could not be sent to code scanning: it needs the permission security-events: write and, in a private repository, GitHub Code Security. They are shown here instead.'
code=0
"${gen[@]}" validate "${WORKING_DIRECTORY:-.}/${OUT:-out}" --format github || code=$?
[ "$code" -le 1 ] || refuse "gen validate: exit code $code"
