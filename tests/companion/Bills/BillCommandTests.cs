using System.Globalization;
using System.Text;
using System.Text.Json;
using MeterFirmware.Companion.Live;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Bills;

/// <summary>From telegrams over rates and market prices to the bill, and beside it an invoice.</summary>
public sealed class BillCommandTests : TemporaryFolder
{
    // Engie's card of September 2026 in Imewo: 1.039 x 1.06, and what is added.
    private const string Rates = """
        {"Electricity": {"+": {"Spot": {"times": 1.10134, "plus": 0.127646}}, "-": {"Spot": {"times": 1, "plus": -0.013135}}}, "Gas": {"+": 0.09, "per": "kWh", "cnv": ["kWh", 11.5]}}
        """;

    private const int First = 20697;

    private readonly string _state;
    private readonly string _rates;
    private decimal _kwh;
    private decimal _givenKwh;
    private decimal _market;
    private decimal _givenMarket;

    // All of September 2026, a telegram every quarter of an hour.
    public BillCommandTests()
    {
        _state = Path.Combine(Folder, "totals.state");
        _rates = Path.Combine(Folder, "rates.json");
        File.WriteAllText(_rates, Rates);
        byte[] json = Encoding.UTF8.GetBytes(Rates);
        Meter meter = new(RatesReader.Read(json, json.Length), followers: 0);
        RecentPast past = new();
        TestTelegram telegram = new() { DemandW = null, MonthPeakW = 2905, MonthPeakEnd = "260910183000S", Utc = Belgium.Summer(2026, 9, 1) };
        telegram.History =
        [
            new TestPeak("260701000000S", "260610183000S", 2240), new TestPeak("260801000000S", "260710183000S", 2050), new TestPeak("260901000000S", "260810183000S", 3410),
        ];
        Send();
        for (int day = First; day < First + 30; day++)
        {
            decimal[] prices = [.. Enumerable.Range(0, 96).Select(i => (((day * 7919) + (i * 104729)) % 30000 / 100m) - 60)];
            byte[] day96 = Encoding.UTF8.GetBytes($$"""{"day": "{{Belgium.Local(Belgium.Utc(day)):yyyy-MM-dd}}", "prices": [{{string.Join(", ", prices.Select(price => price.ToString(CultureInfo.InvariantCulture)))}}]}""");
            meter.TakePrices(SpotDay.Read(new ByteSource(day96, day96.Length)));
            for (int quarter = 0; quarter < 96; quarter++)
            {
                int taken = quarter is < 40 or > 63 ? (day * 31) + (quarter * 17) : 0;
                int wh = taken % 300;
                int given = quarter is >= 40 and <= 63 ? ((day * 7) + (quarter * 13)) % 250 : 0;
                _ = quarter % 2 == 0 ? telegram.ImportDayWh += wh : telegram.ImportNightWh += wh;
                telegram.ExportDayWh += given;
                _kwh += wh / 1000m;
                _givenKwh += given / 1000m;
                _market += wh / 1000m * prices[quarter] / 1000;
                _givenMarket += given / 1000m * prices[quarter] / 1000;
                telegram.Utc += 900;
                Send();
            }
        }

        new StateFile(_state).Save(meter, past);

        void Send()
        {
            byte[] bytes = telegram.Bytes();
            meter.Read(bytes, 0, bytes.Length);
            LocalMeter.Note(meter, past);
        }
    }

    [Fact]
    public void A_month_by_the_market_from_the_state_of_a_meter()
    {
        MeterProcess run = Bill("--month", "2026-09", "--contract", "engie-dynamic", "--year-kwh", "6000", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        using JsonDocument json = JsonDocument.Parse(run.Output);
        Dictionary<string, decimal> lines = json.RootElement.GetProperty("lines").EnumerateArray().ToDictionary(line => line.GetProperty("name").GetString()!, line => line.GetProperty("eur").GetDecimal());
        Assert.True(json.RootElement.GetProperty("isWhole").GetBoolean());

        // What was booked has four decimals, and the price of each quarter six.
        Assert.InRange(lines["Energy by the market"] - ((1.039m * _market) + (0.007134m * _kwh)), -0.01m, 0.01m);
        Assert.InRange(lines["Injection"] + (_givenMarket - (0.013135m * _givenKwh)), -0.01m, 0.01m);
        Assert.Equal(Cents(0.0522864m * _kwh), lines["Network"]);
        Assert.Equal(Cents(0.046m * _kwh), lines["Special excise"]);

        // 2.5, 2.5, 3.41 and 2.905 kW: four months are known.
        Assert.Equal(Cents((2.5m + 2.5m + 3.41m + 2.905m) / 4 * 54.2009816m / 12), lines["Capacity"]);
        Assert.Contains("by 4 of 12 months", run.Output, StringComparison.Ordinal);
        decimal net = lines.Values.Sum();
        Assert.Equal(net + Cents((net - lines["Injection"]) * 0.06m), json.RootElement.GetProperty("totalEur").GetDecimal());
    }

    [Fact]
    public void What_the_state_cannot_know_is_said()
    {
        // Without the rates nobody knows the market's part; of August nothing was counted.
        File.Delete(_rates);
        MeterProcess run = Bill("--from", "2026-08-15", "--to", "2026-09-20", "--contract", "engie-dynamic");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 Sep 2026 to 20 Sep 2026", run.Output, StringComparison.Ordinal);
        Assert.Contains("Asked for were 15 Aug 2026 to 20 Sep 2026; of the other days nothing was counted.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Not known: Energy by the market, as what the market's prices came to from 2026-09-01 to 2026-09-20 is not known", run.Output, StringComparison.Ordinal);
        Assert.Contains("What is known", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Bill("--month", "2026-07", "--contract", "engie-dynamic").ExitCode);
    }

    [Fact]
    public void By_day_and_night_a_part_of_the_month_is_not_known()
    {
        MeterProcess whole = Bill("--month", "2026-09", "--area", "sibelga", "--contract", "engie-dynamic", "--registers", "day-night", "--kva", "9.2");
        MeterProcess part = Bill("--to", "2026-09-20", "--area", "sibelga", "--contract", "engie-dynamic", "--registers", "day-night", "--kva", "9.2");

        Assert.DoesNotContain("Not known", whole.Output, StringComparison.Ordinal);
        Assert.Contains("Not known: Network, night, as what was used from 2026-09-01 to 2026-09-20 is not known by the registers day-night.", part.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invoice_is_compared_line_by_line()
    {
        string[] words = ["--month", "2026-09", "--contract", "engie-dynamic", "--year-kwh", "6000"];
        string own = Path.Combine(Folder, "own.json");
        File.WriteAllText(own, Bill([.. words, "--json"]).Output);
        string invoice = Path.Combine(Folder, "invoice.json");
        decimal network = Cents(0.0522864m * _kwh);
        File.WriteAllText(invoice, FormattableString.Invariant($$"""{"lines": [{"name": "Network", "eur": {{network + 1.5m}}}, {"name": "levies", "eur": {{Cents(0.046m * _kwh)}}}, {"name": "Gift", "eur": -10}], "totalEur": 100}"""));

        string same = Bill([.. words, "--against", own]).Output;
        string output = Bill([.. words, "--against", invoice]).Output;

        using JsonDocument json = JsonDocument.Parse(Bill([.. words, "--against", invoice, "--json"]).Output);
        Assert.Equal(1.5m, json.RootElement.GetProperty("against")[0].GetProperty("differenceEur").GetDecimal());
        Assert.Equal(network, json.RootElement.GetProperty("against")[0].GetProperty("hereEur").GetDecimal());
        Assert.Contains("The invoice comes to the same.", same, StringComparison.Ordinal);
        Assert.Contains(Row("Network", network + 1.5m, network, "+1.50"), Squeezed(output), StringComparison.Ordinal);
        Assert.Contains(Row("levies", Cents(0.046m * _kwh), Cents(0.046m * _kwh), "same"), Squeezed(output), StringComparison.Ordinal);
        Assert.Contains("│ Gift │ -10.00 │ - │ │", Squeezed(output), StringComparison.Ordinal);
        Assert.Matches("│ Capacity │ - │ [0-9.]+ │ │", Squeezed(output));
        Assert.Matches(@"The invoice is [0-9.]+ EUR (more|less) than this bill\.", output);
    }

    [Fact]
    public void An_invoice_with_VAT_is_compared_with_VAT()
    {
        string[] words = ["--month", "2026-09", "--contract", "engie-dynamic", "--year-kwh", "6000"];
        string invoice = Path.Combine(Folder, "invoice.json");
        decimal network = Cents(Cents(0.0522864m * _kwh) * 1.06m);
        File.WriteAllText(invoice, FormattableString.Invariant($$"""{"basis": "incl", "lines": [{"name": "network", "eur": {{network}}}]}"""));

        string output = Squeezed(Bill([.. words, "--against", invoice]).Output);

        Assert.Contains(Row("network", network, network, "same"), output, StringComparison.Ordinal);
        Assert.DoesNotContain("│ VAT │ -", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"basis": "net"}""", "line 1: basis is excl or incl, not \"net\".")]
    [InlineData("""{"lines": [{"eur": 3}]}""", "line 1, lines[0]: ")]
    [InlineData("""{"lines": [{"name": "network", "eur": "3"}]}""", "line 1, lines[0].eur: ")]
    public void An_invoice_with_a_mistake_is_refused_with_its_place(string json, string problem)
    {
        string invoice = Path.Combine(Folder, "invoice.json");
        File.WriteAllText(invoice, json);

        MeterProcess run = Bill("--contract", "engie-dynamic", "--against", invoice);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{invoice}, {problem}", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Name what is billed: --contract, --gas or --water.")]
    [InlineData(2, "--card takes a day such as 2026-09-01, not \"September\".", "--contract", "frank", "--card", "September")]
    [InlineData(2, "There is no card of Frank Energie from before 2026-01-01; the first is of 2026-09-01.", "--contract", "frank", "--card", "2026-01-01")]
    [InlineData(2, "--month takes a month such as 2026-09, not \"9\".", "--contract", "frank", "--month", "9")]
    [InlineData(2, "--from 2026-09-02 is after --to 2026-09-01.", "--contract", "frank", "--from", "2026-09-02", "--to", "2026-09-01")]
    [InlineData(2, "Say --month, --year, or --from and --to. 'meter bill --help' shows how it is used.", "--contract", "frank", "--month", "2026-09", "--year", "2026")]
    [InlineData(2, "Only Wallonia nets what is given against what is taken; leave --solar-kva out.", "--contract", "frank", "--solar-kva", "5")]
    [InlineData(2, "A contract by the market has no compensation; leave --solar-kva out.", "--contract", "engie-dynamic", "--solar-kva", "5", "--area", "ores", "--registers", "single")]
    [InlineData(2, "No contract of gas is called engie in Flanders; a file in the folder of --tariffs can say it.", "--gas", "engie")]
    [InlineData(1, "There is no folder nowhere; --tariffs names one with files of tariffs.", "--contract", "frank", "--tariffs", "nowhere")]
    public void A_mistake_is_named(int code, string sentence, params string[] words)
    {
        MeterProcess run = Bill(words);

        Assert.Equal((code, sentence), (run.ExitCode, run.Errors.Trim()));
    }

    [Fact]
    public void Rates_that_setup_makes_of_a_card_are_explained_as_that_card()
    {
        MeterProcess setup = MeterProcess.RunIn(Folder, [], "setup", "--yes", "--no-flash", "--no-broker", "--no-wifi", "--name", "x", "--target", "ESP32_REV3", "--out", "new", "--area", "imewo", "--contract", "engie-dynamic");
        MeterProcess explain = MeterProcess.RunIn(Folder, [], "rates", "explain", Path.Combine("new", "rates.json"), "--area", "imewo", "--date", "2026-11-28");

        Assert.Equal((0, 0), (setup.ExitCode, explain.ExitCode));
        byte[] json = File.ReadAllBytes(Path.Combine(Folder, "new", "rates.json"));
        Rates rates = RatesReader.Read(json, json.Length);

        // 0.7134 cent, about 1.5 cent of certificates, network and excise, with 6 % VAT.
        Assert.Equal(1_101_340, rates.ImportSpot!.MillionthTimes);
        Assert.Equal(Math.Round((0.007134m + 0.015m + 0.0522864m + 0.046m) * 1.06m, 6), rates.ImportNanoEuroPerWh(0) / 1_000_000m);
        Assert.Equal(100.70m + (17.85m * 1.06m), rates.ElectricityFeeNanoEuroPerYear / 1_000_000_000m);
        Assert.Contains("which is 1.039 and 6 % VAT", explain.Output, StringComparison.Ordinal);
        Assert.Contains("0.007134", explain.Output, StringComparison.Ordinal);
        Assert.Contains("95.00", explain.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-09-01", "0.046", false)]
    [InlineData("2027-02-01", "0.043", true)]
    public void A_price_is_explained_by_the_register_and_the_day(string day, string excise, bool isOld)
    {
        File.WriteAllText(_rates, """{"Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}}}""");

        MeterProcess run = MeterProcess.RunIn(Folder, [], "rates", "explain", "--area", "ores", "--registers", "day-night", "--date", day);

        // Transport, network, the connection fee without VAT, certificates; then VAT and excise.
        decimal left = ((0.3214m - 0.0274m - 0.1327m - 0.00075m - 0.031m) / 1.06m) - decimal.Parse(excise, CultureInfo.InvariantCulture);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(FormattableString.Invariant($"about {left:0.000000} "), run.Output, StringComparison.Ordinal);
        Assert.Equal(isOld, run.Output.Contains("Note: the prices of ORES are old: they were for 2026-01-01 to 2026-12-31.", StringComparison.Ordinal));
        Assert.DoesNotContain("protected", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_with_a_price_that_nobody_said_makes_no_rates()
    {
        MeterProcess setup = MeterProcess.RunIn(Folder, [], "setup", "--yes", "--no-flash", "--no-broker", "--no-wifi", "--name", "x", "--target", "ESP32_REV3", "--out", "new", "--area", "imewo", "--contract", "energie-be");

        Assert.Equal(1, setup.ExitCode);
        Assert.Contains("Fixed fee: its price with energie.be is not known; a file in the folder tariffs can say it.", setup.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Folder, "new")));
    }

    private static decimal Cents(decimal euro) => Math.Round(euro, 2, MidpointRounding.AwayFromZero);

    private static string Squeezed(string text) => System.Text.RegularExpressions.Regex.Replace(text, " +", " ");

    private static string Row(string what, decimal invoice, decimal here, string difference) => FormattableString.Invariant($"│ {what} │ {invoice:0.00} │ {here:0.00} │ {difference} │");

    private MeterProcess Bill(params string[] words) => MeterProcess.RunIn(Folder, [], ["bill", _state, .. words.Contains("--area") ? Array.Empty<string>() : ["--area", "imewo"], .. words]);
}
