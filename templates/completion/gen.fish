# Completion of gen and plumbline for fish, printed by: gen completion fish
function __plumbline_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l lines ($words[1] completion fish -- $words[2..-1] "$typed" 2>/dev/null)
    set -l paths (string split \t -- $lines[1])
    switch "$paths[1]"
        case files
            string replace -r '^' -- "$paths[2]" (__fish_complete_path (string replace -- "$paths[2]" '' "$typed"))
        case folders
            string replace -r '^' -- "$paths[2]" (__fish_complete_directories (string replace -- "$paths[2]" '' "$typed"))
        case '*'
            printf '%s\n' $lines[2..-1]
    end
end
complete -c gen -f -a '(__plumbline_complete)'
complete -c plumbline -f -a '(__plumbline_complete)'
