using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>The sums of docs/energy-storage.md, worked out again from the example's rates and the capacity rates.</summary>
public sealed class EnergyStorageTests
{
    private const decimal Returned = 0.9m;

    private static readonly Document Page = new("docs/energy-storage.md");

    [Fact]
    public void What_a_kWh_brings_follows_from_the_example_rates()
    {
        (decimal day, decimal night, decimal export) = Rates();

        Assert.Contains($"import {day} EUR by day and\n{night} at night, export {export:0.00}", Page.Text);
        Assert.Contains($"0.9 × {day} − {export:0.00} = {(Returned * day) - export:0.000} EUR by day", Page.Text);
        Assert.Contains($"0.9 × {night} − {export:0.00} = {(Returned * night) - export:0.000} EUR at night", Page.Text);
        Assert.Contains($"0.9 × {day} − {night} = {(Returned * day) - night:0.000} EUR", Page.Text);
    }

    [Fact]
    public void The_year_adds_up()
    {
        (decimal day, decimal night, decimal export) = Rates();
        Tariff area = TariffBook.BuiltIn().Find("grid", "electricity", "imewo", null)[0];
        Assert.Contains($"area of Imewo ({WithVat(area):0.00} EUR per kW a year)", Page.Text);
        decimal[] lines =
        [
            -200 * 5 * export,
            200 * 5 * Returned * (day + night) / 2,
            -100 * 5 * night,
            100 * 5 * Returned * day,
            (4.8m - 3.2m) * WithVat(area),
        ];
        string[] printed = [.. Document.Rows(Page.Section("A year, worked out"), "").Select(row => row["EUR a year"].Trim('*'))];

        Assert.Equal([.. lines.Select(Signed), Signed(lines.Sum())], printed);
        decimal years = 4000 / lines.Sum();
        Assert.Contains($"that takes {years:0} to {5500 / lines.Sum():0} years", Page.Text);
    }

    [Fact]
    public void Every_field_and_topic_of_the_page_is_published()
    {
        string feed = new Document("docs/mqtt.md").Text;
        string[] topics = [.. Document.Rows(feed, "Topic").Select(row => row["Topic"].Trim('`'))];
        HashSet<string> known = [.. Document.Fields(feed), .. topics, "rates.json"];

        foreach (Match word in Regex.Matches(Page.Text, "`([^`]+)`"))
        {
            Assert.Contains(word.Groups[1].Value, known);
        }

        Assert.All(Regex.Matches(Page.Text, @"mqtt\.md#(\w+)"), link => Assert.Contains("## `" + ((Match)link).Groups[1].Value + "`", feed));
    }

    private static decimal WithVat(Tariff area) => Math.Round(RatesJson.MicroEuroPerKwYear(area) / 1_000_000m, 2, MidpointRounding.AwayFromZero);

    private static string Signed(decimal euro) =>
        (euro < 0 ? "−" : "+") + Math.Abs(Math.Round(euro, 2, MidpointRounding.AwayFromZero)).ToString("0.00", CultureInfo.InvariantCulture);

    private static (decimal Day, decimal Night, decimal Export) Rates()
    {
        using JsonDocument rates = JsonDocument.Parse(File.ReadAllText(Repository.File("rates.json")));
        JsonElement electricity = rates.RootElement.GetProperty("Electricity");
        return (electricity.GetProperty("+").GetProperty("Day").GetDecimal(),
            electricity.GetProperty("+").GetProperty("Night").GetDecimal(),
            electricity.GetProperty("-").GetProperty("Day").GetDecimal());
    }
}
