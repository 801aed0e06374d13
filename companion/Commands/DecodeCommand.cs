using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using MeterFirmware.Companion.Decoding;
using MeterFirmware.Companion.Showing;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Readings;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter decode</c>: every line of a telegram in words.</summary>
internal static class DecodeCommand
{
    private static readonly JsonSerializerOptions JsonStyle = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

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
                Console.WriteLine(JsonSerializer.Serialize(telegrams, JsonStyle));
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
            CrcVerdict.Wrong => $"[red]CRC is wrong: {telegram.PrintedCrc} printed, {telegram.ComputedCrc} computed[/]",
            _ => "[yellow]no CRC[/]",
        };
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(telegram.Identification)}[/]  {telegram.Bytes} bytes  {crc}");

        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("OBIS").NoWrap());
        table.AddColumn(new TableColumn("Name").NoWrap());
        table.AddColumn("Value");
        table.AddColumn("Meaning");
        foreach (DecodedLine line in telegram.Lines.Where(line => line.Problem == null))
        {
            table.AddRow(
                $"[grey]{Markup.Escape(line.Obis)}[/]",
                Markup.Escape(line.Name),
                $"[aqua]{Markup.Escape(line.Value)}[/]",
                $"[grey]{Markup.Escape(line.Description)}[/]");
        }

        AnsiConsole.Write(table);
        List<DecodedLine> skipped = telegram.Lines.FindAll(line => line.Problem != null);
        foreach (DecodedLine line in skipped)
        {
            AnsiConsole.MarkupLine($"[yellow]line {line.Number} column {line.Column}[/] {Explain(line.Problem!.Value)}: {Markup.Escape(line.Obis + line.Value)}");
        }

        AnsiConsole.MarkupLine(skipped.Count == 0 ? "All lines understood." : $"{skipped.Count} lines not understood; all others count.");
    }

    private static string Explain(LineProblem problem) => problem switch
    {
        LineProblem.UnknownCode => "unknown code",
        LineProblem.NoCode => "no OBIS code",
        _ => "value badly written",
    };
}
