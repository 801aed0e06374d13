using System.CommandLine;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
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
        Command command = new("decode", RootHelp.Of("decode")) { file, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            using Stream stream = SmallFile.Open(path);
            DecodedFile decoded = new(path, parsed.GetValue(json));
            decoded.Read(stream);
            return decoded.IsRight ? ExitCode.Well : ExitCode.BadInput;
        });
        return command;
    }

    private static void Write(DecodedTelegram telegram, bool isNews)
    {
        string crc = telegram.Crc switch
        {
            CrcVerdict.Right => $"[green]CRC {telegram.PrintedCrc} is right[/]",
            CrcVerdict.Wrong => $"[red]CRC is wrong: {(string.IsNullOrEmpty(telegram.PrintedCrc) ? "none" : telegram.PrintedCrc)} printed, {telegram.ComputedCrc} computed[/]",
            CrcVerdict.Unchecked => "[yellow]CRC cannot be checked[/]",
            _ => "[yellow]no CRC[/]",
        };
        WriteLine($"[bold]{Markup.Escape(telegram.Identification == "/" ? "no first line" : Quote.Of(telegram.Identification))}[/]  {telegram.Bytes} bytes  {crc}");
        if (isNews)
        {
            Sentence.Write($"  [yellow]{telegram.Changes!}[/]");
        }

        List<DecodedLine> skipped = telegram.Lines.FindAll(line => line.Problem != null);
        foreach (DecodedLine line in telegram.Lines.Where(line => line.Problem == null))
        {
            string[] values = line.Value.Split('\n');
            WriteLine($"  [grey]{line.Obis,-12}[/] {line.Name,-19} [aqua]{Markup.Escape(values[0]),-ValueColumns}[/] [grey]{line.Description}[/]");
            foreach (string value in values.Skip(1))
            {
                WriteLine($"  {"",-12} {"",-19} [aqua]{Markup.Escape(value)}[/]");
            }
        }

        foreach (DecodedLine line in skipped)
        {
            WriteLine($"  [yellow]line {line.Number} column {line.Column}: {Explain(line.Problem!.Value)}[/]  {Markup.Escape(Quote.Of(line.Obis + line.Value))}");
        }

        WriteLine(telegram.Lines.Count == skipped.Count ? "No line understood." : skipped.Count switch
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

    /// <summary>Shows the telegrams of a file as they are read, so that it may be of any length.</summary>
    private sealed class DecodedFile
    {
        private readonly string _path;
        private readonly TelegramFile _file;
        private readonly MemoryStream _written = new();
        private readonly Utf8JsonWriter? _json;
        private string? _toldChanges;
        private long _telegrams;

        public DecodedFile(string path, bool json)
        {
            _path = path;
            _file = new TelegramFile(Take);
            _json = json ? new Utf8JsonWriter(_written, JsonStyle.WriterOptions) : null;
        }

        /// <summary>Whether no CRC was wrong.</summary>
        public bool IsRight { get; private set; } = true;

        public void Read(Stream stream)
        {
            _file.Read(stream);
            if (_telegrams == 0)
            {
                string where = _file.ByteCount < TelegramRepair.MostBytesWithout ? "no telegram" : $"no telegram in its first {_file.ByteCount >> 20} MB";
                throw new CommandFailure(ExitCode.BadInput, $"{_path} holds {where}: none starts with / and ends with ! and its CRC.");
            }

            if (_json != null)
            {
                _json.WriteEndArray();
                WriteJson();
                Console.WriteLine();
            }
            else if (_telegrams > 1 && _file.Report.ChangedCount > 0)
            {
                Sentence.Write($"[yellow]{_telegrams} telegrams: {_file.Report.Sentence}.[/]");
            }
        }

        private void Take(Found found)
        {
            if (found.Kind is FoundKind.Noise or FoundKind.Cut)
            {
                return;
            }

            DecodedTelegram telegram = _file.Decode(found);
            _telegrams++;
            IsRight &= telegram.Crc != CrcVerdict.Wrong;
            if (_json == null)
            {
                Write(telegram, telegram.Changes != null && telegram.Changes != _toldChanges);
                _toldChanges = telegram.Changes;
                return;
            }

            if (_telegrams == 1)
            {
                _json.WriteStartArray();
            }

            JsonSerializer.Serialize(_json, telegram, JsonStyle.Options);
            WriteJson();
        }

        private void WriteJson()
        {
            _json!.Flush();
            Console.Write(Encoding.UTF8.GetString(_written.GetBuffer(), 0, (int)_written.Length));
            _written.SetLength(0);
        }
    }
}
