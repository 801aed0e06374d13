using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Json;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter test-parser</c>: what the reader and the parser make of recordings or of a live port.</summary>
internal sealed class TestParserCommand
{
    // In a pipe or file a line is whole.
    private const int PipeColumns = 4096;

    private readonly Argument<string[]> _paths = new("FILE|DIR")
    {
        Description = "Files of telegrams, or folders of such files; - for standard input",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly InputOptions _sources = new();
    private readonly Option<TimeSpan?> _stopAfter = new LiveOptions().For;
    private readonly Option<bool> _masked = new("--mask") { Description = "Put X over serial numbers, EANs and text messages, wherever they stand" };
    private readonly Option<bool> _json = new("--json") { Description = "As JSON, for machines" };

    private TestParserCommand()
    {
    }

    public static Command Create(TimeProvider clock)
    {
        TestParserCommand test = new();
        Command command = new("test-parser", RootHelp.Of("test-parser")) { test._paths };
        test._sources.AddLiveTo(command);
        command.Options.Add(test._stopAfter);
        command.Options.Add(test._masked);
        command.Options.Add(test._json);
        command.Validators.Add(test.Validate);
        command.SetAction((parsed, cancellation) => test.RunAsync(parsed, clock, cancellation));
        return command;
    }

    private void Validate(CommandResult result)
    {
        string[] words = [.. result.GetResult(_paths)?.Tokens.Select(token => token.Value) ?? []];
        if (Array.Find(words, word => word.Length > 1 && word[0] == '-') is string option)
        {
            string? near = NearestName.Of(option, [.. result.Command.Options.Select(known => known.Name)]);
            result.AddError($"There is no option {option}" + (near == null ? "." : $"; did you mean {near}?"));
            return;
        }

        int ports = _sources.Count(result);
        bool hasPaths = words.Length > 0;
        if (ports > 1 || hasPaths == ports > 0)
        {
            result.AddError("Name files and folders, or one port: --port or --tcp.");
        }
        else if (hasPaths && result.GetResult(_stopAfter) != null)
        {
            result.AddError("--for goes with --port or --tcp; a file is read to its end.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider clock, CancellationToken cancellation)
    {
        ParserTest test = new(parsed.GetValue(_masked) ? new Mask() : null);
        using IByteSource? source = _sources.Create(parsed, clock);
        if (source != null)
        {
            await ListenAsync(test, source, parsed.GetValue(_stopAfter), clock, cancellation);
        }
        else
        {
            Read(test, parsed.GetValue(_paths)!);
        }

        ParserReport report = test.Report();
        if (source == null ? !report.HasBegunTelegram : !report.HasTelegram)
        {
            throw source == null ? NothingIn(parsed.GetValue(_paths)!, report) : NothingFrom(source, report);
        }

        if (parsed.GetValue(_json))
        {
            Console.WriteLine(JsonSerializer.Serialize(report, JsonStyle.Options));
        }
        else
        {
            Write(report);
        }

        return report.IsWell ? ExitCode.Well : ExitCode.BadInput;
    }

    private static void Read(ParserTest test, string[] paths)
    {
        TestedFiles files = new(test);
        foreach (string path in paths)
        {
            files.Read(path, paths.Length == 1 ? "" : Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) + "/");
        }
    }

    private static async Task ListenAsync(ParserTest test, IByteSource source, TimeSpan? stopAfter, TimeProvider clock, CancellationToken cancellation)
    {
        using CancellationTokenSource timeUp = stopAfter == null ? new() : new(stopAfter.Value, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeUp.Token);
        source.Notice = Console.Error.WriteLine;
        await source.OpenAsync(stop.Token);
        Console.Error.WriteLine(stopAfter == null ? $"Reading {source.Name}; Ctrl-C ends it and shows the report." : $"Reading {source.Name}.");
        await test.ListenAsync(source, stop.Token);
    }

    private static void Write(ParserReport report)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(ReportView.Draw(report));
            return;
        }

        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = PipeColumns;
        console.Write(ReportView.Draw(report));
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            Console.WriteLine(line.TrimEnd());
        }
    }

    private static CommandFailure NothingIn(string[] paths, ParserReport report)
    {
        bool isOne = paths.Length == 1;
        string where = isOne ? $"{paths[0]} holds" : $"{string.Join(", ", paths)} hold";
        long unreadable = report.Count(TroubleKind.NotReadable);
        string more = unreadable == 0 ? "" : $" {unreadable} could not be read.";
        if (report.FileCount == 0)
        {
            return new CommandFailure(ExitCode.BadInput, $"{where} no file with anything in it.{more}");
        }

        string files = report.FileCount == 1 ? "" : $" in any of {report.FileCount} files";
        return new CommandFailure(ExitCode.BadInput, $"{where} no telegram{files}: none starts with / and ends with ! and its CRC.{more}");
    }

    private static CommandFailure NothingFrom(IByteSource source, ParserReport report) => new(
        ExitCode.NotReachable,
        report.Notes.Count > 0 ? Sentence.Ended(report.Notes[0])
        : report.ByteCount == 0
            ? $"Nothing came from {source.Name}; is the cable in, and the P1 port open?"
            : $"{report.ByteCount} bytes came from {source.Name}, and no whole telegram in them; is the signal inverted, or the time too short?");
}
