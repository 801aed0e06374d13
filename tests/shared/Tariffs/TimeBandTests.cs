using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

public class TimeBandTests
{
    [Fact]
    public void Wallonia_two_rates_of_2026()
    {
        Rates rates = TestMeter.Read(
            """{"Electricity": {"bands": {"Full": ["7-11", "17-22"], "Low": ["11-17", "22-7"]}, "+": {"Full": 0.4, "Low": 0.3}}}""");

        for (int quarter = 0; quarter < 96; quarter++)
        {
            int hour = quarter / 4;
            bool full = (hour >= 7 && hour < 11) || (hour >= 17 && hour < 22);
            Assert.Equal(full ? "Full" : "Low", rates.Name(rates.Bands!.RateOf(quarter)));
        }

        Assert.Equal(400000, rates.ImportNanoEuroPerWh(0));
        Assert.Equal(300000, rates.ImportNanoEuroPerWh(1));
    }

    [Fact]
    public void Wallonia_impact()
    {
        Rates rates = TestMeter.Read(
            """
            {"Electricity": {
              "+": {"Eco": 0.25, "Medium": 0.3, "Peak": 0.45},
              "-": 0.05,
              "bands": {"Peak": ["17-22"], "Medium": ["7-11", "22-1"], "Eco": ["1-7", "11-17"]}
            }}
            """);

        string[] byHour =
        [
            "Medium", "Eco", "Eco", "Eco", "Eco", "Eco", "Eco", "Medium", "Medium", "Medium", "Medium", "Eco",
            "Eco", "Eco", "Eco", "Eco", "Eco", "Peak", "Peak", "Peak", "Peak", "Peak", "Medium", "Medium",
        ];
        for (int quarter = 0; quarter < 96; quarter++)
        {
            Assert.Equal(byHour[quarter / 4], rates.Name(rates.Bands!.RateOf(quarter)));
        }

        // Prices go by name, whatever the order.
        Assert.Equal(450000, rates.ImportNanoEuroPerWh(0));
        Assert.Equal(300000, rates.ImportNanoEuroPerWh(1));
        Assert.Equal(250000, rates.ImportNanoEuroPerWh(2));
        Assert.Equal(50000, rates.ExportNanoEuroPerWh(2));
    }

    [Fact]
    public void Bands_may_start_on_any_quarter()
    {
        Rates rates = TestMeter.Read(
            """{"Electricity": {"bands": {"A": ["21:45-6:15"], "B": ["6:15-21:45"]}, "+": 0.3}}""");

        Assert.Equal("A", rates.Name(rates.Bands!.RateOf(24)));
        Assert.Equal("B", rates.Name(rates.Bands.RateOf(25)));
        Assert.Equal("B", rates.Name(rates.Bands.RateOf(86)));
        Assert.Equal("A", rates.Name(rates.Bands.RateOf(87)));
    }

    [Theory]
    [InlineData("0-24")]
    [InlineData("00:00-24:00")]
    public void One_band_may_be_the_whole_day(string hours)
    {
        Rates rates = TestMeter.Read("""{"Electricity": {"bands": {"All": ["HOURS"]}, "+": 0.3}}""".Replace("HOURS", hours));

        Assert.Equal(1, rates.Count);
        for (int quarter = 0; quarter < 96; quarter++)
        {
            Assert.Equal(0, rates.Bands!.RateOf(quarter));
        }
    }

    [Theory]
    [InlineData("""["17-22"], "B": ["21-17"]""", "Electricity.bands.B, line 1 column 50: 21:00 is already in \"A\"")]
    [InlineData("""["17-22", "21:45-22:15"]""", "Electricity.bands.A, line 1 column 43: 21:45 is already in \"A\"")]
    [InlineData("""["0-24"], "B": ["3-4"]""", "Electricity.bands.B, line 1 column 49: 03:00 is already in \"A\"")]
    [InlineData("""["1-17"], "B": ["17-0"]""", "Electricity.bands, line 1 column 27: the bands must cover the day, 00:00 is in none")]
    [InlineData("""["7-17"], "B": ["17:15-7"]""", "Electricity.bands, line 1 column 27: the bands must cover the day, 17:00 is in none")]
    [InlineData("""["0-9:45"], "B": ["10-24"]""", "Electricity.bands, line 1 column 27: the bands must cover the day, 09:45 is in none")]
    [InlineData("""[]""", "Electricity.bands, line 1 column 27: the bands must cover the day, 00:00 is in none")]
    [InlineData("""["7-7"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7-7\"")]
    [InlineData("""["7-25"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7-25\"")]
    [InlineData("""["22-24:30"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"22-24:30\"")]
    [InlineData("""["7:10-8"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7:10-8\"")]
    [InlineData("""["7:60-9"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7:60-9\"")]
    [InlineData("""[":30-9"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \":30-9\"")]
    [InlineData("""["7:-9"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7:-9\"")]
    [InlineData("""["24-7"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"24-7\"")]
    [InlineData("""["7 to 11"]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"7 to 11\"")]
    [InlineData("""[""]""", "Electricity.bands.A, line 1 column 34: hours such as \"7-11\" or \"21:30-6\" were expected, found \"\"")]
    [InlineData("""7""", "Electricity.bands.A, line 1 column 33: a list [ ] was expected, found \"7\"")]
    public void Bands_that_overlap_or_leave_a_hole(string bandA, string message)
    {
        string json = """{"Electricity": {"bands": {"A": BAND}, "+": 0.3}}""".Replace("BAND", bandA);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => TestMeter.Read(json));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("""{"A": ["0-6"], "B": ["6-12"], "C": ["12-18"], "D": ["18-23"], "E": ["23-0"]}""", "at most 4 bands can be used")]
    [InlineData("""{"": ["0-24"]}""", "a band's name has 1 to 12 characters; its hours were expected, found a list")]
    [InlineData("""{"ThirteenChars": ["0-24"]}""", "a band's name has 1 to 12 characters; its hours were expected, found a list")]
    public void Too_many_bands_or_names_too_long(string bands, string problem)
    {
        string json = """{"Electricity": {"bands": BANDS, "+": 0.3}}""".Replace("BANDS", bands);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => TestMeter.Read(json));
        Assert.Equal(problem, error.Problem);
    }

    [Theory]
    [InlineData("""{"Peak": 0.4, "Day": 0.2}""", "Electricity.+.Day, line 1 column 105: there is no rate of this name, known here are Peak and Rest")]
    [InlineData("""{"Peak": 0.4}""", "Electricity.+, line 1 column 84: the price of \"Rest\" is missing")]
    [InlineData("""{"Peak": 0.4, "Rest": 0.3, "Night": 0.2}""", "Electricity.+.Night, line 1 column 120: there is no rate of this name, known here are Peak and Rest")]
    public void Prices_must_be_those_of_the_bands(string prices, string message)
    {
        string json = """{"Electricity": {"bands": {"Peak": ["17-22"], "Rest": ["22-17"]}, "feePerYear": 1, "+": PRICES}}""".Replace("PRICES", prices);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => TestMeter.Read(json));
        string expectedColumn = "column " + (json.IndexOf(error.Path.EndsWith('+') ? "{\"Peak\": 0" : "0.2}", StringComparison.Ordinal) + 1);
        Assert.Contains(expectedColumn + ":", error.Message, StringComparison.Ordinal);
        Assert.Equal(message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..], error.Problem);
    }
}
