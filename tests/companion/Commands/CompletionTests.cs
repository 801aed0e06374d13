using System.CommandLine;
using System.CommandLine.Completions;
using CliWrap;
using CliWrap.Buffered;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>The scripts run in their shells, with a meter on the PATH.</summary>
public sealed class CompletionTests : TemporaryFolder
{
    public CompletionTests()
    {
        string meter = Path.Combine(Folder, "meter");
        File.WriteAllText(meter, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "meter.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(meter, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    [ShellTheory("bash")]
    [InlineData("meter de", "decode demo device devices")]
    [LongInlineData("meter rates ch", "check")]
    [LongInlineData("meter flash --wi", "--wifi-password-file --wifi-ssid")]
    [InlineData("meter flash --target ESP32_S3", "ESP32_S3_OCTAL ESP32_S3_QUAD")]
    [LongInlineData("meter setup --registers ", "day-night impact single two-rate")]
    [LongInlineData("meter completion ", "bash pwsh zsh")]
    [LongInlineData("meter nonsense", "none")]
    public async Task Bash_completes_a_word(string line, string words)
    {
        string completed = await Run(
            "bash",
            """
            eval "$(meter completion bash)"
            complete -p meter >/dev/null || exit 1
            COMP_LINE=$1
            COMP_POINT=${#1}
            IFS=' ' read -ra COMP_WORDS <<< "$1"
            [[ $1 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            _meter_complete
            printf '%s\n' "${COMPREPLY[@]}"
            """,
            line);

        Assert.Equal(words == "none" ? [] : words.Split(' '), completed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] != '-' || words[0] == '-').Order(StringComparer.Ordinal));
    }

    [ShellTheory("zsh")]
    [InlineData("meter de", "decode demo device devices")]
    [InlineData("meter flash --target ESP32_S3", "ESP32_S3_OCTAL ESP32_S3_QUAD")]
    public async Task Zsh_is_offered_the_words(string line, string words)
    {
        string completed = await Run(
            "zsh",
            """
            compdef() { [[ $1 == _meter && $2 == meter ]] || exit 1 }
            compadd() { shift; print -l -- "$@" }
            eval "$(meter completion zsh)"
            BUFFER=$1 CURSOR=${#1}
            _meter
            """,
            line);

        Assert.Equal(words.Split(' '), completed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_is_offered_is_taken()
    {
        List<Option> options = [.. OptionsOf(Program.CreateRoot(TimeProvider.System))];
        string[] offered = [.. options.SelectMany(option => option.GetCompletions(CompletionContext.Empty).Select(word => $"{option.Name} {word.Label}")).Distinct()];

        Assert.Empty(new[] { "--grid 1x230", "--meter 1.7", "--page LongTermCosts", "--only wifi" }.Except(offered));
        Assert.DoesNotContain("--page Splash", offered);
        foreach (Option option in options)
        {
            foreach (CompletionItem word in option.GetCompletions(CompletionContext.Empty))
            {
                Assert.Empty(new System.CommandLine.Command("x") { option }.Parse([option.Name, word.Label]).Errors);
            }
        }
    }

    [Fact]
    public void Each_shell_gets_a_script_that_tells_where_it_goes()
    {
        foreach ((string shell, string file) in new[] { ("bash", "~/.bashrc"), ("zsh", "~/.zshrc"), ("pwsh", "$PROFILE") })
        {
            MeterProcess run = MeterProcess.Run("completion", shell);

            Assert.Equal(0, run.ExitCode);
            Assert.StartsWith($"# Put this line into {file}", run.Output, StringComparison.Ordinal);
            Assert.Contains("[suggest:", run.Output, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<Option> OptionsOf(System.CommandLine.Command command) =>
        command.Options.Concat(command.Subcommands.SelectMany(OptionsOf));

    private async Task<string> Run(string shell, string script, string line) =>
        (await Cli.Wrap(shell).WithArguments(["-c", script, shell, line]).WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(variables => variables.Set("PATH", $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}"))
            .ExecuteBufferedAsync()).StandardOutput;
}
