#compdef gen plumbline
# Completion of gen and plumbline for zsh, printed by: gen completion zsh
_plumbline() {
  local -a lines spaced open
  local line word shown
  lines=("${(@f)$(${(Q)words[1]} completion zsh -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  for line in "${(@)lines[2,-1]}"; do
    # _describe takes word:description, and no description without a colon.
    word=${line%%$'\t'*} shown=${${line%%$'\t'*}//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}
    if [[ $word == *[=./] ]]; then open+=("$shown"); else spaced+=("$shown"); fi
  done
  case ${lines[1]%%$'\t'*} in
    files) compset -P '--*='; _files ;;
    folders) compset -P '--*='; _files -/ ;;
    *) _describe gen spaced -- open -S '' ;;
  esac
}
# Loaded from a folder of $fpath the file is the function's body; read by a start-up file it says whose completion it is.
if [[ $funcstack[1] == _gen ]]; then _plumbline "$@"; else compdef _plumbline gen plumbline; fi
