using MeterFirmware.Companion.History;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.History;

/// <summary>Files of other readers, composed as they write them.</summary>
public sealed class ImportTests : TemporaryFolder
{
    private const string Dutch = "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Omschrijving";
    private const string Dutch2024 = "Van datum;Van tijdstip;Tot datum;Tot tijdstip;EAN;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus";
    private const string English = "From (date);From (time);Until (date);Until (time);EAN code;Meter;Meter type;Register;Volume;Unit;Validation status;Description";
    private const string DutchGas = "Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus;Calorische Bovenwaarde;Omschrijving";
    private const string Ean = "541448000000000017";

    [Theory]
    [InlineData(Dutch, "01-02-2026", "Afname Dag", "Injectie Dag", "Uitgelezen", ";", "\r\n")]
    [InlineData(Dutch2024, "01-02-2026", "Afname Nacht", "Injectie Nacht", "Uitgelezen", "", "\n")]
    [InlineData(English, "01/02/2026", "Offtake Night", "Injection Night", "Read", ";", "\n")]
    public void Quarters_of_Fluvius_are_read_in_each_of_its_forms(string header, string date, string taken, string given, string status, string last, string lineEnd)
    {
        bool isNight = taken.Contains("N", StringComparison.Ordinal);
        ImportFile file = Read("\uFEFF" + string.Join(lineEnd, header, Row("00:00:00", "00:15:00", taken, "0,123"), Row("00:00:00", "00:15:00", given, "1,000"), Row("00:15:00", "00:30:00", taken, "0,25"), Row("00:15:00", "00:30:00", given, "0"), ""));
        long start = Belgium.Winter(2026, 2, 1);
        Assert.Equal(
            [
                new HistoryRow(start, 900) { ImportWh = 123, ImportNightWh = isNight ? 123 : 0, ExportWh = 1000, ExportNightWh = isNight ? 1000 : 0, PeakW = 492, PeakStartUtc = start, UnpricedWh = 1123, MeasuredSeconds = 900, Sources = HistorySources.Fluvius },
                new HistoryRow(start + 900, 900) { ImportWh = 250, ImportNightWh = isNight ? 250 : 0, ExportWh = 0, ExportNightWh = 0, PeakW = 1000, PeakStartUtc = start + 900, UnpricedWh = 250, MeasuredSeconds = 900, Sources = HistorySources.Fluvius },
            ],
            file.Rows);

        string Row(string from, string until, string register, string volume) => $"{date};{from};{date};{until};=\"{Ean}\";1SAG1;Digitaal;{register};{volume};kWh;{status}{last}";
    }

    [Fact]
    public void The_night_in_which_the_clock_goes_back_has_its_hundred_quarters_and_the_other_its_92()
    {
        ImportFile autumn = Read(Quarters(new DateTime(2025, 10, 26), Enumerable.Range(0, 12).Concat(Enumerable.Range(8, 88))));
        long start = Belgium.Summer(2025, 10, 26);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (start + (i * 900L), 900, (long?)i + 1)), autumn.Rows.OrderBy(row => row.StartUtc).Select(row => (row.StartUtc, row.Seconds, row.ImportWh)));

        ImportFile spring = Read(Quarters(new DateTime(2026, 3, 29), Enumerable.Range(0, 8).Concat(Enumerable.Range(12, 84))));
        start = Belgium.Winter(2026, 3, 29);
        Assert.Equal(Enumerable.Range(0, 92).Select(i => (start + (i * 900L), 900, (long?)i + 1)), spring.Rows.OrderBy(row => row.StartUtc).Select(row => (row.StartUtc, row.Seconds, row.ImportWh)));

        // The wall clock's quarter at which each begins; each ends where the next begins. Taken and given take turns.
        string Quarters(DateTime day, IEnumerable<int> quarters)
        {
            int[] all = [.. quarters, 96];
            return Dutch + "\n" + string.Concat(all[..^1].SelectMany((quarter, i) => new[] { "Afname Nacht", "Injectie Nacht" }.Select(register =>
                $"{day:dd-MM-yyyy};{Clock(quarter)};{day.AddMinutes(15 * all[i + 1]):dd-MM-yyyy};{Clock(all[i + 1] % 96)};{Ean};m;t;{register};0,{i + 1:000};kWh;Uitgelezen;\n")));
        }

        static string Clock(int quarter) => $"{quarter / 4:00}:{quarter % 4 * 15:00}:00";
    }

    [Fact]
    public void Hours_of_gas_count_in_cubic_metres_once()
    {
        ImportFile file = Read(
            $"""
            {DutchGas}
            25-10-2026;01:00:00;25-10-2026;02:00:00;{Ean};m;t;Afname;0,500;m3;Uitgelezen;11,5;
            25-10-2026;01:00:00;25-10-2026;02:00:00;{Ean};m;t;Afname;5,750;kWh;Uitgelezen;11,5;
            25-10-2026;02:00:00;25-10-2026;02:00:00;{Ean};m;t;Afname;0,100;m3;Uitgelezen;11,5;
            25-10-2026;02:00:00;25-10-2026;02:00:00;{Ean};m;t;Afname;1,150;kWh;Uitgelezen;11,5;
            25-10-2026;02:00:00;25-10-2026;03:00:00;{Ean};m;t;Afname;;m3;Geen verbruik;;
            25-10-2026;03:00:00;25-10-2026;04:00:00;{Ean};m;t;Afname;0,000;m³;Geschat;11,5;
            """);
        long start = Belgium.Summer(2026, 10, 25, 1);
        Assert.Equal([(start, 3600, 500L, false), (start + 3600, 3600, 100L, false), (start + 10800, 3600, 0L, true)], file.Rows.Select(row => (row.StartUtc, row.Seconds, row.GasLitres!.Value, row.IsEstimated)));
        Assert.Equal(1, file.NotMeasured);
    }

    [Fact]
    public void Days_month_peaks_and_what_is_no_use_are_told_apart()
    {
        ImportFile file = Read(
            $"""
            {Dutch}
            24-10-2026;00:00:00;25-10-2026;00:00:00;{Ean};m;t;Afname Dag;3,000;kWh;Gevalideerd;
            24-10-2026;00:00:00;25-10-2026;00:00:00;{Ean};m;t;Afname Nacht;4,000;kWh;Gevalideerd;
            25-10-2026;00:00:00;26-10-2026;00:00:00;{Ean};m;t;Afname Actief;2,500;kWh;Gevalideerd;
            25-10-2026;00:00:00;26-10-2026;00:00:00;{Ean};m;t;Afname Reactief;9,000;kVArh;Gevalideerd;
            01-10-2026;00:00:00;01-11-2026;00:00:00;{Ean};m;t;Piekvermogen;4,321;kW;Gevalideerd;
            """);
        Assert.Equal([(86400, 7000L, (long?)4000), (90000, 2500L, null)], file.Rows.Select(row => (row.Seconds, row.ImportWh!.Value, row.ImportNightWh)));
        Assert.All(file.Rows, row => Assert.Null(row.PeakW));
        Assert.Equal([new HistoryPeak((2026 * 12) + 9, 4321, null)], file.Peaks);
    }

    [Theory]
    [InlineData("01-02-2026;00:00:00;01-02-2026;00:15:00;1;m;t;Afname Dag;0,1x;kWh;Uitgelezen;", "the volume takes a number such as 0.231, not \"0,1x\"")]
    [InlineData("01-02-2026;00:00:00;01-02-2026;00:15:00;1;m;t;Afname Dag;-0,1;kWh;Uitgelezen;", "the volume is less than 0: -0,1")]
    [InlineData("2026-02-01;00:00:00;01-02-2026;00:15:00;1;m;t;Afname Dag;0,1;kWh;Uitgelezen;", "a time such as 31-10-2026 14:15:00 was expected, found \"2026-02-01 00:00:00\"")]
    [InlineData("01-02-2026;00:15:00;01-02-2026;00:00:00;1;m;t;Afname Dag;0,1;kWh;Uitgelezen;", "it ends before it begins")]
    [InlineData("01-02-2026;00:15:00;01-02-2026", "12 values were expected, found 3")]
    [InlineData("01-02-2026;00:00:00;01-02-2026;00:15:00;1;m;t;Teller;0,1;stuks;Uitgelezen;", "the register \"Teller\" in \"stuks\" is not known")]
    [InlineData("01-01-2026;00:00:00;01-01-2027;00:00:00;1;m;t;Afname Dag;0,1;kWh;Uitgelezen;", "a row of more than a month is no history; download quarters or days")]
    [InlineData("01-02-2026;00:00:00;01-02-2026;00:15:00;2;m;t;Afname Dag;0,1;kWh;Uitgelezen;", "a second connection, EAN 2 beside 1; name one of them with --ean")]
    public void A_mistake_is_named_with_its_line(string line, string problem)
    {
        string path = Path.Combine(Folder, "fluvius.csv");
        File.WriteAllText(path, $"{Dutch}\n31-01-2026;23:45:00;01-02-2026;00:00:00;1;m;t;Afname Dag;0,1;kWh;Uitgelezen;\n\n{line}\n");
        Assert.Equal($"{path}, line 4: {problem}.", Assert.Throws<CommandFailure>(() => ImportFile.Read(path, null)).Message);
        Assert.Equal(ExitCode.BadInput, Assert.Throws<CommandFailure>(() => ImportFile.Read(path, null)).ExitCode);
    }

    [Fact]
    public void One_connection_of_several_is_read_when_it_is_named()
    {
        string path = Path.Combine(Folder, "both.csv");
        File.WriteAllText(path, $"{Dutch}\n31-01-2026;23:45:00;01-02-2026;00:00:00;1;m;t;Afname Dag;0,1;kWh;Uitgelezen;\n31-01-2026;23:45:00;01-02-2026;00:00:00;2;m;t;Afname Dag;0,3;kWh;Uitgelezen;\n");
        Assert.Equal(300, Assert.Single(ImportFile.Read(path, "2").Rows).ImportWh);
    }

    [Fact]
    public void Hours_and_days_of_DSMR_reader_are_read_by_their_columns()
    {
        ImportFile hours = Read(
            """
            Hour Start,Electricity 1 (Dutch Users: Low Tariff),Electricity 2 (Dutch Users: Normal Tariff),Electricity 1 Returned (Dutch Users: Low Tariff),Electricity 2 Returned (Dutch Users: Normal Tariff),Gas
            2025-10-26T02:00:00+02:00,0.196,0,0,0.012,0.032
            2025-10-26T02:00:00+01:00,0.2,0.001,0.5,0,0
            """);
        long start = Belgium.Summer(2025, 10, 26, 2);
        Assert.Equal([(start, 3600, 196L, 0L, 12L, 12L, 32L), (start + 3600, 3600, 201L, 1L, 500L, 0L, 0L)], hours.Rows.Select(row =>
            (row.StartUtc, row.Seconds, row.ImportWh!.Value, row.ImportNightWh!.Value, row.ExportWh!.Value, row.ExportNightWh!.Value, row.GasLitres!.Value)));

        ImportFile days = Read(
            """
            Datum,Elektriciteit 1 (laagtarief),Elektriciteit 2 (hoogtarief),Elektriciteit 1 retour (laagtarief),Elektriciteit 2 retour (hoogtarief),Gas,Kosten 1,Kosten 2,Gaskosten,Vaste kosten,Totale kosten,Stand 1
            26-10-2025,3.5,4.25,0,1.0,,0.7,1.2,,0.3,2.2,1234.567
            """);
        HistoryRow day = Assert.Single(days.Rows);
        Assert.Equal((Belgium.Summer(2025, 10, 26), 90000, 7750L, 4250L, 1000L, null, 2_200_000_000L), (day.StartUtc, day.Seconds, day.ImportWh!.Value, day.ImportNightWh!.Value, day.ExportWh!.Value, day.GasLitres, day.TotalNanoEuro!.Value));
    }

    [Fact]
    public void Whole_days_and_month_peaks_of_a_state_file_are_taken_over()
    {
        Meter meter = new(new Rates(), followers: 0);
        RecentPast past = new();
        TestTelegram telegram = new() { MonthPeakW = 3064, MonthPeakEnd = "260109184500W", History = [new TestPeak("260101000000W", "251224134500W", 1981)] };
        for (int day = 0; day < 4; day++)
        {
            for (int hour = 6; hour < 24; hour += 6)
            {
                telegram.Utc = Belgium.Winter(2026, 1, 12 + day, hour);
                telegram.ImportDayWh += 500;
                telegram.ExportNightWh += 100;
                byte[] bytes = telegram.Bytes();
                meter.Read(bytes, 0, bytes.Length);
                LocalMeter.Note(meter, past);
            }
        }

        string path = Path.Combine(Folder, "totals.state");
        new StateFile(path).Save(meter, past);
        ImportFile file = ImportFile.Read(path, null);
        Assert.Equal(
            [(Belgium.Winter(2026, 1, 13), 86400, 1500L, 300L, null), (Belgium.Winter(2026, 1, 14), 86400, 1500L, 300L, (long?)null)],
            file.Rows.Select(row => (row.StartUtc, row.Seconds, row.ImportWh!.Value, row.ExportWh!.Value, row.GasLitres)));
        Assert.Equal([new HistoryPeak((2025 * 12) + 11, 1981, Belgium.Winter(2025, 12, 24, 13, 30)), new HistoryPeak(2026 * 12, 3064, Belgium.Winter(2026, 1, 9, 18, 30))], file.Peaks.OrderBy(peak => peak.Month));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "is no download of Mijn Fluvius, no export of DSMR-reader or of 'meter history export', and no state file of 'meter run': its first line is \"a,b,c\".")]
    [InlineData("", "is empty.")]
    public void Another_file_is_told(string text, string problem)
    {
        string path = Path.Combine(Folder, "other.csv");
        File.WriteAllText(path, text);
        Assert.Equal($"{path} {problem}", Assert.Throws<CommandFailure>(() => ImportFile.Read(path, null)).Message);
    }

    private ImportFile Read(string text)
    {
        string path = Path.Combine(Folder, "file.csv");
        File.WriteAllText(path, text);
        return ImportFile.Read(path, null);
    }
}
