using System.Globalization;
using System.Text.Json;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Costs.WorkedBills;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Schemas;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

/// <summary>What documents say of <c>rates.json</c> holds.</summary>
public class RatesDocumentTests
{
    private static readonly SchemaFile Schema = new(Repository.File("docs", "rates.schema.json"));

    [Fact]
    public void Every_field_of_the_schema_is_in_the_table_of_fields_and_no_other()
    {
        List<string> fields = [];
        foreach (JsonProperty member in Schema.Root.GetProperty("properties").EnumerateObject())
        {
            IEnumerable<string> inner = member.Value.TryGetProperty("properties", out JsonElement properties)
                ? properties.EnumerateObject().Select(field => member.Name + "." + field.Name)
                : [member.Name];
            fields.AddRange(inner.Select(name => $"`{name}`"));
        }

        Assert.Equal(fields.Order(), Table("Field").Rows.Select(row => row[0]).Order());
    }

    [Fact]
    public void Every_message_in_the_table_of_errors_is_the_readers()
    {
        DocumentTable table = Table("What stands there");
        Assert.True(table.Rows.Count >= 10);
        Assert.All(table.Rows, row =>
        {
            InvalidInputException error = Assert.Throws<InvalidInputException>(() => TestMeter.Read(row[0].Trim('`')));
            Assert.Equal(row[1].Trim('`'), error.Message);
        });
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/rates.md")]
    public void Every_file_that_is_shown_is_right_by_reader_and_schema(string document)
    {
        string[] files = Document.Blocks(new Document(document).Text, "json");
        Assert.NotEmpty(files);
        Assert.All(files, json =>
        {
            TestMeter.Read(json);
            Assert.True(Schema.Accepts(json));
        });
    }

    [Fact]
    public void A_price_of_gas_per_kWh_is_one_per_m3_by_the_calorific_value() =>
        Gen.Select(Gen.Int[-83_000_000, 83_000_000], Gen.Int[1, 12_000_000]).Sample((microEuro, microKwh) =>
        {
            string price = (microEuro / 1e6m).ToString(CultureInfo.InvariantCulture);
            string calorific = (microKwh / 1e6m).ToString(CultureInfo.InvariantCulture);
            Rates rates = TestMeter.Read($$"""{"Gas": {"+": {{price}}, "per": "kWh", "cnv": ["kWh", {{calorific}}] } }""");
            decimal exact = microEuro / 1e6m * microKwh;
            Assert.Equal(decimal.Round(exact, MidpointRounding.AwayFromZero), rates.GasNanoEuroPerLitre);
        });

    private static DocumentTable Table(string firstHeader) => Document.Tables(RatesDocument.Page.Text).Single(table => table.Headers[0] == firstHeader);
}
