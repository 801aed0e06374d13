using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Text;
using MeterFirmware.Companion.Commands;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Json;

namespace MeterFirmware.Companion;

/// <summary>The command <c>meter</c>.</summary>
internal static class Program
{
    // What has been taken is written before the end, also into a store that is slow.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    private static async Task<int> Main(string[] arguments)
    {
        if (!OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        Harmless.Begin();
        return await RunAsync(arguments, TimeProvider.System);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>meter</c>.</param>
    /// <param name="clock">Paces the simulation and times what is live.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        if (arguments is [] or ["--help" or "-h" or "-?"])
        {
            Console.Write(RootHelp.Text());
            return Task.FromResult(arguments.Length == 0 ? ExitCode.WrongUsage : ExitCode.Well);
        }

        return RunCommandAsync(CreateRoot(clock), arguments);
    }

    /// <summary>Every command, with its options.</summary>
    /// <param name="clock">As of <see cref="RunAsync"/>.</param>
    internal static RootCommand CreateRoot(TimeProvider clock)
    {
        RootCommand root = new(RootHelp.Description)
        {
            DemoCommand.Create(clock),
            RunCommand.Create(clock),
            ServeCommand.Create(clock),
            WatchCommand.Create(clock),
            DeviceCommand.Create(clock),
            DecodeCommand.Create(),
            TestParserCommand.Create(clock),
            SimulateCommand.Create(clock),
            RatesCommand.Create(clock),
            PricesCommand.Create(clock),
            SettingsCommand.Create(clock),
            StateCommand.Create(),
            ExportCommand.Create(clock),
            BillCommand.Create(clock),
            HistoryCommand.Create(),
            RestartCommand.Create(clock),
            DevicesCommand.Create(clock),
            SetupCommand.Create(clock),
            FlashCommand.Create(clock),
            PortsCommand.Create(),
            ServiceCommand.Create(clock),
            CompletionCommand.Create(),
        };

        // Shells complete the words for help of a DOS prompt too.
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/?");
        help.Aliases.Remove("/h");
        return root;
    }

    private static async Task<int> RunCommandAsync(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine(Explain(parsed));
            return ExitCode.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestEnd });
        }
        catch (CommandFailure failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
    }

    private static string Explain(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string path = string.Join(' ', PathTo(parsed.CommandResult));
        if (parsed.UnmatchedTokens.Count > 0)
        {
            string word = parsed.UnmatchedTokens[0];
            string[] known = [.. command.Subcommands.Select(subcommand => subcommand.Name), .. command.Options.Select(option => option.Name)];

            // The dashes that all options have make none like another.
            string? near = NearestName.Of(word.TrimStart('-'), [.. known.Select(name => name.TrimStart('-'))]);
            near = near == null ? null : known.First(name => name.TrimStart('-') == near);
            return $"{path} does not know '{word}'" + (near == null ? $"; '{path} --help' shows what it knows." : $"; did you mean '{near}'?");
        }

        string error = parsed.Errors[0].Message.TrimEnd('.');
        return $"{error}{(error.EndsWith('?') ? "" : ".")} '{path} --help' shows how it is used.";
    }

    private static IEnumerable<string> PathTo(CommandResult result)
    {
        List<string> names = [];
        for (SymbolResult? step = result; step is CommandResult command; step = step.Parent)
        {
            names.Insert(0, command.Command is RootCommand ? "meter" : command.Command.Name);
        }

        return names;
    }
}
