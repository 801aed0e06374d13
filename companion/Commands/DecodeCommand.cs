using System.CommandLine;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Decoding;
using MeterFirmware.Companion.Showing;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Readings;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter decode</c>: every line of a telegram in words.</summary>
internal static class DecodeCommand
{
    private const int ValueColumns = 36;

    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "A file with one or more telegrams, - for standard input" };
        Option<bool> json = new("--json") { Description = "As JSON, for machines" };
        Command command = new("decode", "Show every line of a telegram in words, and what was not understood") { file, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            List<DecodedTelegram> telegrams;
            using (Stream stream = FileSource.Open(path))
            {
                telegrams = TelegramFile.Decode(stream);
            }

            if (telegrams.Count == 0)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{path} holds no telegram: none starts with / and ends with ! and its CRC.");
            }

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(telegrams, JsonStyle.Options));
            }
            else
            {
                telegrams.ForEach(Write);
            }

            return telegrams.TrueForAll(telegram => telegram.Crc != CrcVerdict.Wrong) ? ExitCode.Well : ExitCode.BadInput;
        });
        return command;
    }

    private static void Write(DecodedTelegram telegram)
    {
        string crc = telegram.Crc switch
        {
            CrcVerdict.Right => $"[green]CRC {telegram.PrintedCrc} is right[/]",
            CrcVerdict.Wrong => $"[red]CRC is wrong: {(string.IsNullOrEmpty(telegram.PrintedCrc) ? "none" : telegram.PrintedCrc)} printed, {telegram.ComputedCrc} computed[/]",
            _ => "[yellow]no CRC[/]",
        };
        WriteLine($"[bold]{Markup.Escape(Quote.Of(telegram.Identification))}[/]  {telegram.Bytes} bytes  {crc}");

        foreach (DecodedLine line in telegram.Lines.Where(line => line.Problem == null))
        {
            string[] values = line.Value.Split('\n');
            WriteLine($"  [grey]{line.Obis,-12}[/] {line.Name,-19} [aqua]{Markup.Escape(values[0]),-ValueColumns}[/] [grey]{line.Description}[/]");
            foreach (string value in values.Skip(1))
            {
                WriteLine($"  {"",-12} {"",-19} [aqua]{Markup.Escape(value)}[/]");
            }
        }

        List<DecodedLine> skipped = telegram.Lines.FindAll(line => line.Problem != null);
        foreach (DecodedLine line in skipped)
        {
            WriteLine($"  [yellow]line {line.Number} column {line.Column}: {Explain(line.Problem!.Value)}[/]  {Markup.Escape(Quote.Of(line.Obis + line.Value))}");
        }

        AnsiConsole.MarkupLine(skipped.Count switch
        {
            0 => "All lines understood.",
            1 => "1 line not understood; all others count.",
            _ => $"{skipped.Count} lines not understood; all others count.",
        });
    }

    // On a terminal a line is cut at the edge; in a pipe or file it is whole.
    private static void WriteLine(string markup)
    {
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(Markup.Remove(markup).TrimEnd());
        }
        else
        {
            AnsiConsole.Write(new OneLine(markup));
            AnsiConsole.WriteLine();
        }
    }

    private static string Explain(LineProblem problem) => problem switch
    {
        LineProblem.UnknownCode => "unknown code",
        LineProblem.NoCode => "no OBIS code",
        _ => "value badly written",
    };
}
