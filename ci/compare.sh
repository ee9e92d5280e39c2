#!/usr/bin/env bash
# Asks Plumbline what changed, and leaves the answers in RESULTS, with the exit codes beside them: stale.json where something is
# rendered; with COMMIT changes.json, comment.md and whole.md; the findings in every format of FORMATS.
# COMMAND holds Plumbline's own command, one word a line; PROFILES one profile a line.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/words.sh"

# GitHub takes 65,536 characters of a comment; what else is said in it needs some of them.
readonly COMMENT=60000
# And 1 MiB of a summary, of which a character may need four bytes.
readonly SUMMARY=250000

top="$PWD"
folder="${WORKING_DIRECTORY:-.}"
out="${OUT:-out}"

gen=()
while IFS= read -r word; do [ -z "$word" ] || gen+=("$word"); done <<<"$COMMAND"
# Expanded so that an empty list is none for the bash 3 of macOS, too.
profiles=()
while IFS= read -r profile; do [ -z "$profile" ] || profiles+=(--profile "$profile"); done <<<"${PROFILES:-}"

# Runs gen and leaves its exit code in `code`: 1 is an answer, what is above ends this script with what gen said.
answer() {
  code=0
  "${gen[@]}" "$@" 2>"$RESULTS/said.txt" || code=$?
  [ "$code" -le 1 ] || {
    say error "gen $1: exit code $code
$(cat "$RESULTS/said.txt")"
    exit "$code"
  }
}

cd -- "$folder" || refuse "there is no folder $folder"
if [ -d "$out" ]; then
  answer diff ${profiles[@]+"${profiles[@]}"} --out "$out" --format json --exit-code --output "$RESULTS/stale.json"
  echo "$code" >"$RESULTS/stale.code"
else
  say notice "there is no folder $out: what is rendered is not committed here, and cannot be stale"
fi
if [ -n "${COMMIT:-}" ]; then
  answer diff ${profiles[@]+"${profiles[@]}"} --base "$COMMIT" --format json --exit-code --output "$RESULTS/changes.json"
  echo "$code" >"$RESULTS/changes.code"
  answer diff ${profiles[@]+"${profiles[@]}"} --base "$COMMIT" --format markdown --max-length "$SUMMARY" --output "$RESULTS/whole.md"
  if [ "$(wc -c <"$RESULTS/whole.md")" -le "$COMMENT" ]; then
    cp "$RESULTS/whole.md" "$RESULTS/comment.md"
  else
    answer diff ${profiles[@]+"${profiles[@]}"} --base "$COMMIT" --format markdown --max-length "$COMMENT" --output "$RESULTS/comment.md"
  fi
fi

# From the top: code scanning and code quality show findings by paths as they lie in the repository.
cd -- "$top"
if [ -d "$folder/$out" ]; then
  for format in ${FORMATS:-sarif}; do
    answer validate "$folder/$out" --format "$format" >"$RESULTS/findings.$format"
  done
fi
