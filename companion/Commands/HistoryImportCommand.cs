using System.CommandLine;
using System.Globalization;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter history import</c>: what other readers and the grid operator know.</summary>
internal static class HistoryImportCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("FILE") { Description = "Downloads of Mijn Fluvius, exports of DSMR-reader or of 'meter history export', or the state file of 'meter run'", Arity = ArgumentArity.OneOrMore };
        Option<string?> ean = new("--ean") { Description = "Of which connection, when a download has several", HelpName = "EAN" };
        HistoryOptions history = new();
        Command command = new("import", "Take over the history of other readers; what is known already stays, and is compared") { files, ean };
        history.AddTo(command);
        command.SetAction(parsed =>
        {
            // All are read before the first goes in, so that a mistake in one changes nothing.
            List<(string Path, ImportFile File)> read = [];
            HistoryOptions.WithBar("Reading", told =>
            {
                string[] paths = parsed.GetValue(files)!;
                foreach (string path in paths)
                {
                    read.Add((path, ImportFile.Read(path, parsed.GetValue(ean))));
                    told(read.Count, paths.Length);
                }
            });
            history.Use(parsed, isNew: true, store =>
            {
                string meter = history.Meter(parsed, store, isNew: true).Name;
                foreach ((string path, ImportFile file) in read)
                {
                    ImportReport? report = null;
                    HistoryOptions.WithBar(Path.GetFileName(path), told => report = store.Import(meter, file.Rows, done => told(done, file.Rows.Count)));
                    if (file.Peaks.Count > 0)
                    {
                        store.TakePeaks(meter, file.Peaks);
                    }

                    Tell(path, file, report!);
                }
            });
            return ExitCode.Well;
        });
        return command;
    }

    private static void Tell(string path, ImportFile file, ImportReport report)
    {
        if (file.Rows.Count == 0)
        {
            Sentence.Write($"[bold]{path}[/]: {file.Kind}, {(file.Peaks.Count > 0 ? $"{file.Peaks.Count} month peaks" : "nothing that could be imported")}.");
            return;
        }

        string days = $"{Show.Local(file.Rows.Min(row => row.StartUtc), "d MMM yyyy")} to {Show.Local(file.Rows.Max(row => row.EndUtc) - 1, "d MMM yyyy")}";
        string[] parts =
        [
            $"{Count(report.Filled)} new",
            .. Some(report.Known, "in it already"),
            .. Some(report.Corrected, "corrected"),
            .. Some(report.Agreeing, "agree with what is known"),
            .. Some(report.Differing, "differ from what is known, which stays"),
            .. Some(report.Aside, "are left aside, as a part of their time is known"),
            .. Some(file.NotMeasured, "not measured"),
            .. Some(file.Peaks.Count, "month peaks"),
        ];
        Sentence.Write($"[bold]{path}[/]: {file.Kind}, {days}, {Count(report.Rows)} values: {string.Join(", ", parts)}.");
        if (report.Largest.Length > 0)
        {
            Console.Error.WriteLine($"Note: the largest difference is {report.Largest}.");
        }

        static string[] Some(int count, string what) => count == 0 ? [] : [$"{Count(count)} {what}"];
        static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');
    }
}
