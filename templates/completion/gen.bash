# Completion of gen and plumbline for bash, printed by: gen completion bash
_plumbline() {
  local rest=$COMP_LINE words=() i
  # bash takes words apart at = and : as well.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if ((i > 0)) && [[ $rest != [[:space:]]* ]]; then words[${#words[@]} - 1]+=${COMP_WORDS[i]}; else words+=("${COMP_WORDS[i]}"); fi
    rest=${rest#"${rest%%[![:space:]]*}"}
    rest=${rest#"${COMP_WORDS[i]}"}
  done
  local last=${COMP_WORDS[COMP_CWORD]} whole=${words[${#words[@]} - 1]} paths word
  [[ $last == [=:] ]] && last=
  COMPREPLY=()
  {
    IFS=$'\t' read -r paths _
    while IFS=$'\t' read -r word _; do
      word=${word#"${whole%"$last"}"}
      [[ $word == *[[:space:]\'\"\\\&\;\|\<\>\(\)\$\*\?\[]* ]] && printf -v word %q "$word"
      COMPREPLY+=("$word")
    done
  } < <("${words[0]}" completion bash -- "${words[@]:1}" 2>/dev/null)
  case $paths in
    files) compopt -o default ;;
    folders)
      while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$last")
      compopt -o filenames
      ;;
  esac
  [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=./] ]] && compopt -o nospace
}
complete -F _plumbline gen plumbline
