using System.Text;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Companion.Tests.Bills;

/// <summary>Files of tariffs: those that come with the program, and what a person puts beside them.</summary>
public sealed class TariffBookTests : TemporaryFolder
{
    private static readonly SchemaFile Schema = new(Repository.File("docs", "tariffs.schema.json"));

    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.File("companion", "Tariffs"), "*.json").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_comes_with_the_program_is_as_the_schema_wants_it(string name)
    {
        Assert.True(Schema.Accepts(File.ReadAllBytes(Repository.File("companion", "Tariffs", name))));
    }

    [Fact]
    public void Every_kind_of_charge_is_one_that_the_schema_knows()
    {
        string[] Known(string name) => [.. Schema.Root.GetProperty("$defs").GetProperty(name).GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];

        Assert.Equal(Charge.Groups, Known("group"));
        Assert.Equal(Charge.Units, Schema.Root.GetProperty("$defs").GetProperty("charge").GetProperty("properties").GetProperty("per").GetProperty("enum").EnumerateArray().Select(value => value.GetString()));
    }

    [Theory]
    [InlineData("flanders", 8)]
    [InlineData("wallonia", 5)]
    [InlineData("brussels", 1)]
    public void Every_region_has_its_grids(string region, int grids)
    {
        Assert.Equal(grids, TariffBook.BuiltIn().All("grid", "electricity", region).Count());
    }

    [Theory]
    [InlineData("2026-07-31", "0.04748", "0.0019261")]
    [InlineData("2026-08-01", "0.046", null)]
    [InlineData("2026-12-31", "0.046", null)]
    [InlineData("2027-01-01", "0.043", null)]
    [InlineData("2028-06-30", "0.04", null)]
    [InlineData("2029-01-01", "0.038", null)]
    public void The_excise_steps_down_on_its_days(string day, string excise, string? contribution)
    {
        string? Price(string name) => TariffBook.BuiltIn().Find("levies", "electricity", name, null).Last(tariff => tariff.ValidFrom <= DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Charges.FirstOrDefault()?.Price?.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((excise, contribution), (Price("excise")?.TrimEnd('0'), Price("contribution")));
    }

    [Fact]
    public void A_card_that_prints_a_tenth_of_its_factor_does_not_fit()
    {
        // Factors are per EUR, as EUR/MWh: all suppliers ask about as much as the market.
        Assert.All(
            TariffBook.BuiltIn().All("contract", "electricity", null).SelectMany(versions => versions).SelectMany(version => version.Charges).Where(charge => charge.Times != null),
            charge => Assert.InRange(charge.Times!.Value, 0.85m, 1.2m));
    }

    [Fact]
    public void A_file_in_the_folder_wins_over_what_came_with_the_program()
    {
        File.WriteAllText(Path.Combine(Folder, "mine.json"), """
            {"tariffs": [
              {"kind": "grid", "name": "imewo", "title": "Imewo", "regions": ["flanders"], "validFrom": "2026-01-01", "basis": "excl", "source": "mine",
               "charges": [{"name": "Network", "group": "network", "of": "import", "price": 0.06, "per": "kWh"}]},
              {"kind": "grid", "name": "imewo", "title": "Imewo", "regions": ["flanders"], "validFrom": "2027-01-01", "basis": "excl", "source": "mine", "charges": []}]}
            """);

        IReadOnlyList<Tariff> imewo = TariffBook.Read(Folder).Find("grid", "electricity", "imewo", null);

        Assert.Equal([(new DateOnly(2026, 1, 1), 1), (new DateOnly(2027, 1, 1), 0)], imewo.Select(tariff => (tariff.ValidFrom, tariff.Charges.Length)));
        Assert.Equal(0.06m, imewo[0].Charges[0].Price);
    }

    [Theory]
    [InlineData("""{"tariffs": [{"kind": "grid"}]}""", "line 1, tariffs[0]: ")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "network", "price": "1", "per": "year"}]}]}""", "line 2, tariffs[0].charges[1].price: ")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "network", "prise": 1, "per": "year"}]}]}""", "line 2, tariffs[0].charges[1]")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "grid", "price": 1, "per": "year"}]}]}""", "tariffs[0] \"a\": \"x\": group is one of energy, ")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "network", "price": 1, "per": "kw"}]}]}""", "tariffs[0] \"a\": \"x\": per is one of kWh, ")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "network", "price": 1, "per": "kWh"}]}]}""", "tariffs[0] \"a\": \"x\": a price per kWh says of import or export.")]
    [InlineData("""{"tariffs": [GRID, {"name": "x", "group": "network", "price": 1, "per": "year", "basis": "net"}]}]}""", "tariffs[0] \"a\": \"x\": basis is excl or incl, not \"net\".")]
    [InlineData("[]", "line 1: ")]
    [InlineData("{", "line 1: ")]
    public void A_mistake_is_named_with_its_place(string json, string problem)
    {
        string text = json.Replace("GRID", "{\"kind\": \"grid\", \"name\": \"a\", \"title\": \"A\", \"validFrom\": \"2026-01-01\", \"basis\": \"excl\", \"source\": \"s\", \"charges\": [\n{\"name\": \"y\", \"group\": \"data\", \"price\": 1, \"per\": \"year\"}", StringComparison.Ordinal);

        CommandFailure failure = Assert.Throws<CommandFailure>(() => TariffBook.BuiltIn().Add(Encoding.UTF8.GetBytes(text), "mine.json"));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("mine.json, ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_documents_examples_are_read()
    {
        string[] blocks = [.. System.Text.RegularExpressions.Regex.Matches(new MeterFirmware.Tests.Mqtt.Document("docs/bill.md").Text, "```json\n(.*?)```", System.Text.RegularExpressions.RegexOptions.Singleline).Select(match => match.Groups[1].Value)];
        TariffBook book = TariffBook.BuiltIn();

        Assert.Equal(93.81m, Invoice.Read(Encoding.UTF8.GetBytes(blocks[0]), "invoice.json").TotalEur);
        Assert.True(Schema.Accepts(blocks[1]));
        book.Add(Encoding.UTF8.GetBytes(blocks[1]), "mine.json");
        Assert.Equal(3, book.Find("contract", "electricity", "my-card", "flanders")[0].Charges.Length);
        Assert.Equal(4, book.Find("contract", "water", "town", null)[0].Charges.Length);
        Assert.Equal(["green", "network", "capacity", "data", "levies"], book.Find("contract", "electricity", "social", null)[0].Covers);
    }

    [Fact]
    public void A_name_that_is_not_known_brings_a_near_one_or_all()
    {
        Assert.EndsWith("did you mean imewo?", Assert.Throws<CommandFailure>(() => TariffBook.BuiltIn().Find("grid", "electricity", "imewoo", null)).Message, StringComparison.Ordinal);
        Assert.Contains("known are aieg, ", Assert.Throws<CommandFailure>(() => TariffBook.BuiltIn().Find("grid", "electricity", "zzzzzzzz", null)).Message, StringComparison.Ordinal);
    }
}
