using System.Globalization;
using System.Text.Json;
using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary>The contracts by the market of <c>docs/rates.md</c>, worked out there for a day, are what the ledger comes to.</summary>
public class MarketContractTests
{
    private const int Quarters = 96;
    private const decimal VatFactor = 1.06m;

    private static readonly string Chapter = RatesDocument.Page.Section("Worked contracts by the market");
    private static readonly Dictionary<string, string> Contracts = Document.Sections(Chapter, 3).ToDictionary(each => each.Heading, each => each.Text);

    // What stands in a row holds until the next one.
    private static readonly List<string[]> Day = Document.Tables(Chapter)[0].Rows[..^1];
    private static readonly int[] Starts = [.. Day.Select(row => Quarter(row[0])), Quarters];

    public static TheoryData<string> Titles => [.. Contracts.Keys];

    [Fact]
    public void There_are_three()
    {
        Assert.Equal(["By the quarter, both ways", "By the hour, day and night apart, with fixed injection", "Fixed, with injection by the quarter"], Contracts.Keys);
        string[] sum = Document.Tables(Chapter)[0].Rows[^1];
        Assert.Equal((Day.Sum(row => WorkedBill.Number(row[2])), Day.Sum(row => WorkedBill.Number(row[3]))), (WorkedBill.Number(sum[2]), WorkedBill.Number(sum[3])));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Every_price_of_the_day_is_what_arithmetic_says_and_the_sum_what_the_ledger_does(string title)
    {
        string json = Assert.Single(Document.Blocks(Contracts[title], "json"));
        JsonElement electricity = JsonDocument.Parse(json).RootElement.GetProperty("Electricity");
        List<string[]> rows = Document.Tables(Contracts[title])[^1].Rows;
        decimal taken = 0;
        decimal given = 0;
        for (int i = 0; i < Day.Count; i++)
        {
            taken += AssertRow(rows[i][1], rows[i][2], PriceOf(electricity.GetProperty("+"), Starts[i]), Day[i][2]);
            given += AssertRow(rows[i][3], rows[i][4], PriceOf(electricity.GetProperty("-"), Starts[i]), Day[i][3]);
        }

        Account account = Played(json);
        Assert.Equal(taken * 1e9m, account.ImportNanoEuroAt(Rates.Day) + account.ImportNanoEuroAt(Rates.Night));
        Assert.Equal(given * 1e9m, account.ExportNanoEuroAt(Rates.Day) + account.ExportNanoEuroAt(Rates.Night));
        Assert.Equal((0, 0), (account.UnpricedWh, account.EstimatedWh));
        Assert.Equal((WorkedBill.Cents(taken), WorkedBill.Cents(given)), (WorkedBill.Number(rows[^1][2]), WorkedBill.Number(rows[^1][4])));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void What_is_added_or_fixed_follows_from_the_card(string title)
    {
        DocumentTable card = Document.Tables(Contracts[title])[0];
        JsonElement plus = JsonDocument.Parse(Assert.Single(Document.Blocks(Contracts[title], "json"))).RootElement.GetProperty("Electricity").GetProperty("+");
        plus = plus.ValueKind == JsonValueKind.Object ? plus.GetProperty("Spot").GetProperty("plus") : plus;
        for (int column = 1; column < card.Headers.Length; column++)
        {
            decimal sum = card.Rows[..3].Sum(row => WorkedBill.Number(row[column]));
            decimal withVat = decimal.Round(sum * VatFactor, 6, MidpointRounding.AwayFromZero);
            Assert.Equal((sum, withVat), (WorkedBill.Number(card.Rows[3][column]), WorkedBill.Number(card.Rows[4][column])));
            Assert.Equal(withVat, plus.ValueKind == JsonValueKind.Object ? plus.GetProperty(card.Headers[column].Split(' ')[1]).GetDecimal() : plus.GetDecimal());
        }
    }

    // EUR of a row, and 0 where nothing flowed.
    private static decimal AssertRow(string priceCell, string euroCell, decimal price, string kwhCell)
    {
        decimal euro = price * WorkedBill.Number(kwhCell);
        if (priceCell.Length > 0)
        {
            Assert.Equal((price, decimal.Round(euro, 4, MidpointRounding.AwayFromZero)), (WorkedBill.Number(priceCell), WorkedBill.Number(euroCell)));
        }
        else
        {
            Assert.Equal(0, euro);
        }

        return euro;
    }

    private static decimal PriceOf(JsonElement price, int quarter)
    {
        if (price.ValueKind == JsonValueKind.Number)
        {
            return price.GetDecimal();
        }

        JsonElement spot = price.GetProperty("Spot");
        JsonElement plus = spot.GetProperty("plus");
        bool isHourly = spot.TryGetProperty("step", out JsonElement step) && step.GetString() == "hour";
        decimal market = isHourly ? Enumerable.Range(quarter / 4 * 4, 4).Average(MarketAt) : MarketAt(quarter);
        return decimal.Round(market / 1000 * spot.GetProperty("times").GetDecimal(), 6, MidpointRounding.AwayFromZero)
            + (plus.ValueKind == JsonValueKind.Object ? plus.GetProperty(IsDay(quarter) ? "Day" : "Night").GetDecimal() : plus.GetDecimal());
    }

    private static Account Played(string json)
    {
        TestMeter house = new(json);
        long start = Belgium.Winter(2026, 1, 14);
        house.Meter.TakePrices(TestMarket.Day("2026-01-14", [.. Enumerable.Range(0, Quarters).Select(MarketAt)]));
        house.SendAt(start);
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            int row = RowAt(quarter);
            int takenWh = Wh(Day[row][2], row);
            int givenWh = Wh(Day[row][3], row);
            house.Telegram.ImportDayWh += IsDay(quarter) ? takenWh : 0;
            house.Telegram.ImportNightWh += IsDay(quarter) ? 0 : takenWh;
            house.Telegram.ExportDayWh += IsDay(quarter) ? givenWh : 0;
            house.Telegram.ExportNightWh += IsDay(quarter) ? 0 : givenWh;
            house.SendAt(start + ((quarter + 1) * 900));
        }

        return house.Ledger.SinceStart;
    }

    // The hours of a meter's day register on a working day.
    private static bool IsDay(int quarter) => quarter is >= 7 * 4 and < 22 * 4;

    private static int RowAt(int quarter) => Starts.Count(start => start <= quarter) - 1;

    private static decimal MarketAt(int quarter) => WorkedBill.Number(Day[RowAt(quarter)][1]);

    private static int Wh(string kwh, int row) => (int)(WorkedBill.Number(kwh) * 1000) / (Starts[row + 1] - Starts[row]);

    private static int Quarter(string clock)
    {
        TimeOnly time = TimeOnly.Parse(clock, CultureInfo.InvariantCulture);
        return (time.Hour * 4) + (time.Minute / 15);
    }
}
