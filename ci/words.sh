# shellcheck shell=bash
# Read by the other scripts: how they speak to whoever reads the log of a run.

# Prints $2 where a reader finds it: as an annotation of level $1 (error, warning, notice) on GitHub, as a line elsewhere.
say() {
  if [ "${GITHUB_ACTIONS:-}" = true ]; then
    printf '::%s title=Plumbline::%s\n' "$1" "$(escaped "$2")"
  else
    printf 'plumbline: %s: %s\n' "$1" "$2"
  fi >&2
}

# A text of several lines as one line of a workflow command.
escaped() {
  local text="${1//'%'/%25}"
  text="${text//$'\r'/%0D}"
  printf '%s' "${text//$'\n'/%0A}"
}

# Ends the script with exit code 2: wrong use, or input that cannot be read.
refuse() {
  say error "$1"
  exit 2
}
