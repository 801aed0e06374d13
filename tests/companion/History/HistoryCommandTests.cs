using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.History;

/// <summary><c>meter history</c> as its user types it.</summary>
public sealed class HistoryCommandTests : TemporaryFolder
{
    private const string Header = "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving";

    private string Store => Path.Combine(Folder, "history.db");

    [Fact]
    public void An_import_is_told_and_again_does_no_harm()
    {
        string file = Quarters("q.csv", Belgium.Winter(2026, 1, 1), 96 * 3, i => i % 7 * 100);
        MeterProcess first = MeterProcess.Run("history", "import", file, "--store", Store);
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Equal($"{file}: electricity of Fluvius, 1 Jan 2026 to 3 Jan 2026, 288 values: 288 new.\n", first.Output);
        MeterProcess again = MeterProcess.Run("history", "import", file, "--store", Store);
        Assert.Equal($"{file}: electricity of Fluvius, 1 Jan 2026 to 3 Jan 2026, 288 values: 0 new, 288 in it already.\n", again.Output);

        // The days of another reader: one agrees, one does not, one is new.
        long all = Enumerable.Range(0, 96).Sum(i => i % 7 * 100L);
        string days = Path.Combine(Folder, "days.csv");
        File.WriteAllText(days, $"{OwnCsv.Header.Replace(",measuredSeconds", "", StringComparison.Ordinal)}\n{Day(1, all)}\n{Day(2, 5000)}\n{Day(9, 7000)}\n");
        MeterProcess other = MeterProcess.Run("history", "import", days, "--store", Store);
        Assert.Equal($"{days}: an own export, 1 Jan 2026 to 9 Jan 2026, 3 values: 1 new, 1 agree with what is known, 1 differ from what is known, which stays.\n", other.Output);
        long second = Enumerable.Range(96, 96).Sum(i => i % 7 * 100L);
        Assert.Equal($"Note: the largest difference is 2026-01-02 00:00 to 00:00: 5.000 kWh taken in the file, {second / 1000m:0.000} here.\n", other.Errors);

        static string Day(int day, long wh) => $"2026-01-{day:00}T00:00:00+01:00,2026-01-{day + 1:00}T00:00:00+01:00,{(wh / 1000m).ToString(CultureInfo.InvariantCulture)}{new string(',', 20)}";
    }

    [Theory]
    [InlineData("quarter")]
    [InlineData("day")]
    public void An_export_goes_back_in_and_comes_out_the_same(string step)
    {
        HouseFacts house = new(4, Belgium.Summer(2026, 10, 24, 12), 200, missing: 5);
        using (HistoryStore store = HistoryStore.Open(new StoreAddress(Store)))
        {
            store.Take([.. house.Readings.Select(reading => KeyValuePair.Create("home", reading))]);
        }

        MeterProcess csv = MeterProcess.Run("history", "export", "--store", Store, "--by", step, "--csv");
        Assert.Equal((0, ""), (csv.ExitCode, csv.Errors));
        string file = Path.Combine(Folder, "out.csv");
        File.WriteAllText(file, csv.Output);
        string copy = Path.Combine(Folder, "copy.db");
        Assert.Equal(0, MeterProcess.Run("history", "import", file, "--store", copy).ExitCode);
        MeterProcess again = MeterProcess.Run("history", "export", "--store", copy, "--by", step, "--csv");
        Assert.Equal(csv.Output.Replace(",live", ",csv", StringComparison.Ordinal), again.Output);

        // To the nano-euro.
        string[] names = csv.Output[..csv.Output.IndexOf('\n', StringComparison.Ordinal)].Split(',');
        decimal euro = csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Sum(line => decimal.Parse(line.Split(',')[Array.IndexOf(names, "importEur")], CultureInfo.InvariantCulture));
        Assert.Equal(house.Uses.Sum(use => use.ImportWh * use.Prices.Import!.Value) / 1_000_000_000m, euro);

        JsonElement json = JsonDocument.Parse(MeterProcess.Run("history", "export", "--store", Store, "--by", step, "--json", "--out", Path.Combine(Folder, "out.json")) is { ExitCode: 0 } ? File.ReadAllText(Path.Combine(Folder, "out.json")) : "").RootElement;
        Assert.Equal("home", json.GetProperty("meter").GetString());
        Assert.Equal(house.Uses.Sum(use => use.ExportWh) / 1000m, json.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("exportKwh").GetDecimal()));
    }

    [Fact]
    public void The_document_names_every_column()
    {
        string[] named = [.. Document.Rows(new Document("docs/history.md").Section("Export"), "Column").SelectMany(row => Document.Codes(row["Column"]))];
        Assert.Equal(OwnCsv.Header.Split(',').Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Days_can_be_named()
    {
        string file = Quarters("q.csv", Belgium.Winter(2026, 1, 30), 96 * 5, _ => 10);
        MeterProcess.Run("history", "import", file, "--store", Store, "--meter", "flat");
        string output = MeterProcess.Run("history", "export", "--store", Store, "--from", "2026-01-31", "--to", "2026-02-01").Output;
        Assert.Equal(["2026-01-31T00:00:00+01:00", "2026-02-01T00:00:00+01:00"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(("0.96", "0.96", "1.92", "4.8"), (Last("day", "2026-02-01"), Last("month", "2026-01-30"), Last("month", "2026-02-02"), Last("year", "2026-12-31")));

        // What was taken in the last row.
        string Last(string step, string to) => MeterProcess.Run("history", "export", "--store", Store, "--by", step, "--to", to).Output.TrimEnd('\n').Split('\n')[^1].Split(',')[2];
    }

    [Fact]
    public void Bars_fit_eighty_columns()
    {
        HouseFacts house = new(8, Belgium.Winter(2026, 1, 1), 96 * 40);
        using (HistoryStore store = HistoryStore.Open(new StoreAddress(Store)))
        {
            store.Take([.. house.Readings.Select(reading => KeyValuePair.Create("home", reading))]);
        }

        foreach ((string step, int rows) in new[] { ("day", 31), ("month", 2), ("year", 1) })
        {
            string output = MeterProcess.Run("history", "show", "--store", Store, "--by", step).Output;
            string[] lines = output.TrimEnd('\n').Split('\n');
            Assert.All(lines, line => Assert.True(line.Length <= 80, line));
            Assert.Equal(rows, lines.Count(line => line.Contains('█', StringComparison.Ordinal)));
            Assert.Contains("▼ given", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("There is no store no.db; 'meter history import' makes one.", "export", "--store", "no.db")]
    [InlineData("There is no file no.csv; check the path.", "import", "no.csv", "--store", "new.db")]
    [InlineData("The store nowhere/new.db cannot be made: its folder is not there.", "import", "empty.csv", "--store", "nowhere/new.db")]
    [InlineData("mysql://host/db is no store: it takes a path such as history.db, or postgres://user@host/database.", "show", "--store", "mysql://host/db")]
    [InlineData("The store empty.csv cannot be used: SQLite Error 26: 'file is not a database'.", "show", "--store", "empty.csv")]
    [InlineData("--from is after --to.", "export", "--store", "some.db", "--from", "2026-02-01", "--to", "2026-01-01")]
    [InlineData("The store has no meter \"x\"; name one with --meter: a, b.", "show", "--store", "some.db", "--meter", "x")]
    public void A_mistake_is_told(string problem, params string[] words)
    {
        File.WriteAllText(Path.Combine(Folder, "empty.csv"), OwnCsv.Header + "\n");
        using (HistoryStore store = HistoryStore.Open(new StoreAddress(Path.Combine(Folder, "some.db"))))
        {
            store.TakePeaks("a", [new HistoryPeak(24000, 1, null)]);
            store.TakePeaks("b", [new HistoryPeak(24000, 1, null)]);
        }

        bool isMeter = words.Contains("--from");
        MeterProcess process = MeterProcess.RunIn(Folder, [], ["history", .. words, .. isMeter ? new[] { "--meter", "a" } : []]);
        Assert.NotEqual(0, process.ExitCode);
        Assert.Equal(problem + "\n", process.Errors);
    }

    // The second program is one that only Linux has: elsewhere the first takes other words.
    [ProgramFact("script", "setsid")]
    public void A_terminal_shows_how_far_an_import_is()
    {
        string file = Quarters("t.csv", Belgium.Winter(2025, 11, 3), 96, i => 1 + i);
        ProcessStartInfo start = new("script", ["-qec", $"{MeterProcess.Dotnet} {Path.Combine(AppContext.BaseDirectory, "meter.dll")} history import {file} --store {Store}", "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        using Process terminal = Process.Start(start)!;
        string shown = terminal.StandardOutput.ReadToEnd();

        Assert.Contains("100%", shown, StringComparison.Ordinal);
        Assert.Contains("\u001b[", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u00", shown, StringComparison.Ordinal);
        Assert.Contains("96 new", shown, StringComparison.Ordinal);
    }

    [LongFact]
    public void Killed_again_and_again_an_import_ends_with_every_quarter_once()
    {
        const int Days = 120;
        string file = Quarters("q.csv", Belgium.Winter(2025, 11, 3), 96 * Days, i => 1 + (i % 500));
        Random random = new(1);
        int killed = 0;
        for (int i = 0; i < Effort.Of(3, 25); i++)
        {
            using Process process = MeterProcess.Start(Folder, "history", "import", file, "--store", Store);

            // Within its start, its reading, or one of its transactions.
            if (!process.WaitForExit(random.Next(200, 2500)))
            {
                process.Kill();
                killed++;
            }

            process.WaitForExit();
        }

        Assert.NotEqual(0, killed);
        using (HistoryStore half = HistoryStore.Open(new StoreAddress(Store)))
        {
            Assert.Equal(half.Rows(HistoryStore.NamelessMeter, 0, long.MaxValue).Sum(row => row.ImportWh), half.Sums(HistoryStore.NamelessMeter, HistoryStep.Day, 0, Belgium.Winter(2030, 1, 1)).Sum(day => day.ImportWh) ?? 0);
        }

        Assert.Equal(0, MeterProcess.Run("history", "import", file, "--store", Store).ExitCode);
        using HistoryStore store = HistoryStore.Open(new StoreAddress(Store));
        Assert.Equal(
            Enumerable.Range(0, 96 * Days).Select(i => (Belgium.Winter(2025, 11, 3) + (i * 900L), (long?)(1 + (i % 500)))),
            store.Rows(HistoryStore.NamelessMeter, 0, long.MaxValue).Select(row => (row.StartUtc, row.ImportWh)));
    }

    // All of it in winter time or over the clock change of March.
    private string Quarters(string name, long startUtc, int count, Func<int, int> wh)
    {
        StringBuilder text = new(Header + "\n");
        for (int i = 0; i < count; i++)
        {
            (DateTime from, DateTime until) = (Belgium.Local(startUtc + (i * 900L)), Belgium.Local(startUtc + ((i + 1) * 900L)));
            text.Append(CultureInfo.InvariantCulture, $"{from:dd-MM-yyyy};{from:HH:mm:ss};{until:dd-MM-yyyy};{until:HH:mm:ss};1;m;t;Afname Dag;0,{wh(i):000};kWh;Uitgelezen;\n");
        }

        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
