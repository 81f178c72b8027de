import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/**
 * Each asks `numroute complete <shell> -- <words>`, the last word being the one at the cursor, which answers with
 * a candidate a line, or with `:files` where the shell is to complete a file's name.
 */
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_numroute() {
  local word found
  COMPREPLY=()
  found=$("$1" complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
  if [ "$found" = ":files" ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$2")
  elif [ -n "$found" ]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done <<< "$found"
  fi
}
complete -F _numroute numroute
`,
  zsh: `#compdef numroute
_numroute() {
  local -a found
  found=("\${(@f)$("\${words[1]}" complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "$found" == ":files" ]]; then
    _files
  elif [[ -n "$found" ]]; then
    _describe -V numroute found
  fi
}
if [[ "\${funcstack[1]}" == "_numroute" ]]; then
  _numroute "$@"
else
  compdef _numroute numroute
fi
`,
  fish: `function __numroute_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (command $words[1] complete fish -- $words[2..-1] "$current" 2>/dev/null)
    if test "$found" = ":files"
        __fish_complete_path "$current"
    else if test (count $found) -gt 0
        printf '%s\\n' $found
    end
end
complete -c numroute -f -k -a '(__numroute_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName numroute -ScriptBlock {
  param($current, $line, $cursor)
  $words = @($line.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { $_.ToString() })
  # An empty argument would not arrive.
  $last = if ($current) { $current } else { ' ' }
  numroute complete powershell -- @words $last 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
    $word, $text = $_ -split "\`t", 2
    if (-not $text) { $text = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $text)
  }
}
`,
};

/** What a shell runs at its start, so that it completes our words. */
export function completion(io: Io, shell: Shell): number {
  io.stdout.write(SCRIPTS[shell]);
  return EXIT.ok;
}
