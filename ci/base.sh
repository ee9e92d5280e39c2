#!/usr/bin/env bash
# Prints the commit that HEAD is compared with, and fetches what a shallow clone lacks of it: BASE where it is stated, else EVENT_BASE;
# without both it prints nothing.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/words.sh"

base="${BASE:-${EVENT_BASE:-}}"
[ -n "$base" ] || exit 0

# Fetches without asking for a password; with TOKEN where what the checkout left behind does not suffice.
fetch() {
  export GIT_TERMINAL_PROMPT=0
  git fetch --quiet --no-tags "$@" && return
  [ -n "${TOKEN:-}" ] || return 1
  GIT_CONFIG_COUNT=1 \
    GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\n')" \
    git fetch --quiet --no-tags "$@"
}

commit_of() { git rev-parse --quiet --verify --end-of-options "$1^{commit}"; }
is_shallow() { [ "$(git rev-parse --is-shallow-repository)" = true ]; }
# The parents as the commit itself names them: at the edge of a shallow clone git knows none.
parents() { git cat-file commit HEAD | sed -n '/^$/q; s/^parent //p'; }

head="$(git rev-parse HEAD)"

# GitHub checks out the merge of a pull request with its base: what the request changes is the difference from the first parent,
# also where the base has moved since the event.
if [ -z "${BASE:-}" ] && [[ "${GITHUB_REF:-}" == refs/pull/*/merge ]] && [ "$(parents | wc -l)" -eq 2 ]; then
  base="$(parents | head -n 1)"
  git rev-parse --quiet --verify 'HEAD^1' >/dev/null || fetch --depth=2 origin "$head" || true
fi

if ! commit="$(commit_of "$base")"; then
  name="${base#origin/}"
  git check-ref-format --allow-onelevel "$name" 2>/dev/null || refuse "the base is no revision: $base"
  fetch --depth=1 origin "$name" || refuse "the base $base cannot be fetched from origin. Is it pushed? actions/checkout with fetch-depth: 0 brings everything."
  commit="$(git rev-parse FETCH_HEAD)"
fi

# Where the branches parted lies further back than a shallow clone goes.
for more in 100 1000; do
  git merge-base "$commit" "$head" >/dev/null && break
  is_shallow || break
  fetch --deepen="$more" origin "$commit" "$head" || break
done

printf '%s\n' "$commit"
