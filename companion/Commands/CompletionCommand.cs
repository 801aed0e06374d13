using System.CommandLine;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter completion</c>: what makes a shell complete this command's words.</summary>
/// <remarks>Each script hands the line to the command itself, whose parser answers to the directive <c>[suggest:POSITION]</c>.</remarks>
internal static class CompletionCommand
{
    // No array of bash 4, since macOS has bash 3.
    private const string Bash =
        """
        # Put this line into ~/.bashrc:  eval "$(meter completion bash)"
        _meter_complete()
        {
            local word=${COMP_WORDS[COMP_CWORD]} known
            COMPREPLY=()
            while IFS= read -r known; do
                [[ -n $known && $known == "$word"* ]] && COMPREPLY+=("$known")
            done < <(meter "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
        }
        complete -o default -F _meter_complete meter
        """;

    private const string Zsh =
        """
        # Put this line into ~/.zshrc, below compinit:  eval "$(meter completion zsh)"
        _meter()
        {
            local -a known
            known=("${(@f)$(meter "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- ${known:#} || _files
        }
        compdef _meter meter
        """;

    private const string PowerShell =
        """
        # Put this line into $PROFILE:  meter completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName meter -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition)
            meter "[suggest:$cursorPosition]" $line 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    private static readonly Dictionary<string, string> Scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["pwsh"] = PowerShell };

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or pwsh" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        shell.Validators.Add(result =>
        {
            if (!Scripts.ContainsKey(result.Tokens[0].Value))
            {
                result.AddError($"There are scripts for {string.Join(", ", Scripts.Keys)}, not for \"{result.Tokens[0].Value}\".");
            }
        });
        Command command = new("completion", RootHelp.Of("completion")) { shell };
        command.SetAction(parsed =>
        {
            Console.WriteLine(Scripts[parsed.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCode.Well;
        });
        return command;
    }
}
