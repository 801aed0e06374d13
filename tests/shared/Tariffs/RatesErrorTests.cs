using MeterFirmware.Json;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

/// <summary>Every message names the path, the line and column, and what was expected.</summary>
public class RatesErrorTests
{
    // The price of the day stands at line 4 column 37.
    private const string PriceAtLine4Column37 =
        """
        {
          "Water": { "+": 6.2 },
          "Electricity": {
            "+": { "Night": 0.2225, "Day" : PRICE }
          }
        }
        """;

    [Theory]
    [InlineData("\"0,40\"", "without quotes")]
    [InlineData("0,40", "with a point")]
    [InlineData("-0,40", "with a point")]
    public void A_comma_in_a_price_with_or_without_quotes(string price, string how)
    {
        Refuses(
            PriceAtLine4Column37.Replace("PRICE", price),
            "Electricity.+.Day, line 4 column 37: a number " + how + " was expected, found \"" + price.Trim('"') + "\"");
    }

    [Theory]
    [InlineData("null", "a number was expected, found \"null\"")]
    [InlineData("{}", "a number was expected, found an object")]
    [InlineData("[1]", "a number was expected, found a list")]
    [InlineData("\"0.40\"", "a number without quotes was expected, found \"0.40\"")]
    [InlineData("\"-0.40\"", "a number without quotes was expected, found \"-0.40\"")]
    [InlineData("\"dear\"", "a number was expected, found \"dear\"")]
    [InlineData("0.4000001", "at most 6 decimals can be used, found \"0.4000001\"")]
    [InlineData("1000.5", "a number from -1000 to 1000 was expected, found \"1000.5\"")]
    [InlineData("-1000.5", "a number from -1000 to 1000 was expected, found \"-1000.5\"")]
    public void A_price_that_is_no_price(string price, string problem)
    {
        Refuses(PriceAtLine4Column37.Replace("PRICE", price), "Electricity.+.Day, line 4 column 37: " + problem);
    }

    [Theory]
    [InlineData("""{"Water": {"+": 6,2}}""", "Water.+, line 1 column 17: a number with a point was expected, found \"6,2\"")]
    [InlineData("""{"Gas": {"+": 1, "cnv": ["kWh", 11,51]}}""", "Gas.cnv, line 1 column 35: a unit and one number were expected, as in [\"kWh\", 11.51]")]
    [InlineData("""{"Gas": {"+": 1, "cnv": ["kWh"]}}""", "Gas.cnv, line 1 column 26: a unit and a number were expected, as in [\"kWh\", 11.51]")]
    [InlineData("""{"Gas": {"+": 1, "cnv": []}}""", null)]
    [InlineData("""{"Gas": {"+": 1, "cnv": 11.51}}""", "Gas.cnv, line 1 column 25: a list [ ] was expected, found \"11.51\"")]
    [InlineData("""{"Gas": {"+": 1, "cnv": ["kilowatt hours", 11.51]}}""", "Gas.cnv, line 1 column 26: a unit of 1 to 12 characters was expected")]
    [InlineData("""{"Gas": {"+": 0.09, "per": "kWh"}}""", "Gas.per, line 1 column 28: a price per kWh needs the kWh in a m3 from the bill, as in \"cnv\": [\"kWh\", 11.51]")]
    [InlineData("""{"Gas": {"per": "kWh", "cnv": ["MJ", 41.4], "+": 0.09}}""", "Gas.per, line 1 column 17: a price per kWh needs the kWh in a m3 from the bill, as in \"cnv\": [\"kWh\", 11.51]")]
    [InlineData("""{"Gas": {"per": "kWh", "cnv": ["kWh", 0], "+": 0.09}}""", "Gas.per, line 1 column 17: a price per kWh needs the kWh in a m3 from the bill, as in \"cnv\": [\"kWh\", 11.51]")]
    [InlineData("""{"Gas": {"+": 0.09, "per": "kwh"}}""", "Gas.per, line 1 column 28: \"kWh\" or \"m3\" was expected, found \"kwh\"")]
    [InlineData("""{"Gas": {"+": 100, "per": "kWh", "cnv": ["kWh", 11.51]}}""", "Gas.+, line 1 column 15: a price from -1000 to 1000 a m3 was expected, by \"cnv\" it is more")]
    [InlineData("""{"Gas": {"+": -100, "per": "kWh", "cnv": ["kWh", 11.51]}}""", "Gas.+, line 1 column 15: a price from -1000 to 1000 a m3 was expected, by \"cnv\" it is more")]
    [InlineData("""{"Water": {"+": 5, "per": "m3"}}""", "Water.per, line 1 column 20: an unknown name, known here are + and feePerYear")]
    public void A_gas_or_water_price_that_is_none(string json, string? message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("2027-1-1")]
    [InlineData("2027-02-29")]
    [InlineData("2027-13-01")]
    [InlineData("2027-00-10")]
    [InlineData("01-01-2027")]
    [InlineData("2027/01/01")]
    [InlineData("1999-01-01")]
    [InlineData("20x7-01-01")]
    [InlineData("")]
    public void A_first_day_that_is_no_date(string date)
    {
        Refuses(
            "{\"Water\": {\"+\": 1},\n \"from\": \"" + date + "\"}",
            "from, line 2 column 10: a date such as \"2027-01-01\" was expected, found \"" + date + "\"");
    }

    [Theory]
    [InlineData("{\n  \"Electricty\": {\"+\": 1}\n}", "Electricty, line 2 column 3: an unknown name, did you mean \"Electricity\"?")]
    [InlineData("""{"Heat": {"+": 1}}""", "Heat, line 1 column 2: an unknown name, known here are Electricity, Gas, Water, Capacity and from")]
    [InlineData("""{"Water": {"+": 1, "fee": 4}}""", "Water.fee, line 1 column 20: an unknown name, known here are + and feePerYear")]
    [InlineData("""{"Water": {"+": 1, "feePeryaer": 4}}""", "Water.feePeryaer, line 1 column 20: an unknown name, did you mean \"feePerYear\"?")]
    [InlineData("""{"Gas": {"+": 1, "cvn": ["kWh", 11.51]}}""", "Gas.cvn, line 1 column 18: an unknown name, did you mean \"cnv\"?")]
    [InlineData("""{"Electricity": {"+": {"Spot": {"times": 1}, "Day": 0.1}}}""", "Electricity.+.Day, line 1 column 53: nothing can stand beside \"Spot\"; what is added by rate goes in its \"plus\", found \"0.1\"")]
    [InlineData("""{"Capacity": {"perKwYaer": 4}}""", "Capacity.perKwYaer, line 1 column 15: an unknown name, did you mean \"perKwYear\"?")]
    [InlineData("""{"Electricity": {"+": {"Day": 1, "Nigth": 2, "Night": 3}}}""", "Electricity.+.Nigth, line 1 column 43: there is no rate of this name, did you mean \"Night\"?")]
    [InlineData("""{"Electricity": {"+": {"day": 0.3, "night": 0.2}}}""", "Electricity.+.day, line 1 column 31: there is no rate of this name, did you mean \"Day\"?")]
    [InlineData("""{"Electricity": {"+": {"Day": 0.3, "Jour": 0.2}}}""", "Electricity.+.Jour, line 1 column 44: there is no rate of this name, known here are Day and Night")]
    [InlineData("""{"Electricity": {"bands": {"A": ["0-12"], "B": ["12-24"]}, "+": {"Day": 0.3, "Night": 0.2}}}""", "Electricity.+.Day, line 1 column 73: there is no rate of this name, known here are A and B")]
    public void An_unknown_name_with_the_nearest_known(string json, string message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("""{"Water": {"+": 1}, "Water": {"+": 2}}""", "line 1 column 21: the name \"Water\" stands here a second time")]
    [InlineData("""{"Water": {"+": 1, "+": 2}}""", "Water, line 1 column 20: the name \"+\" stands here a second time")]
    [InlineData("""{"Electricity": {"+": {"Day": 1, "Night": 2, "Day": 1}}}""", "Electricity.+, line 1 column 46: the name \"Day\" stands here a second time")]
    public void A_name_that_stands_twice(string json, string message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("{}", "line 1 column 1: at least one of Electricity, Gas and Water was expected")]
    [InlineData("""{"Capacity": {"perKwYear": 53}}""", "line 1 column 1: at least one of Electricity, Gas and Water was expected")]
    [InlineData("""{"Water": {}}""", "Water, line 1 column 11: the price, \"+\", is missing")]
    [InlineData("""{"Gas": {"cnv": ["kWh", 11.5]}}""", "Gas, line 1 column 9: the price, \"+\", is missing")]
    [InlineData("""{"Electricity": {"-": 0.1}}""", "Electricity, line 1 column 17: the price of import, \"+\", is missing")]
    [InlineData("""{"Electricity": {"+": {"Day": 0.3}}}""", "Electricity.+, line 1 column 23: the price of \"Night\" is missing")]
    [InlineData("""{"Electricity": {"+": 1, "-": {"Night": 0.3}}}""", "Electricity.-, line 1 column 31: the price of \"Day\" is missing")]
    [InlineData("""{"Water": {"+": 1}, "Capacity": {"floorKw": 2.5}}""", "Capacity, line 1 column 33: the price of a kW a year, \"perKwYear\", is missing")]
    public void A_price_that_is_missing(string json, string message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("""{"Water": {"+": 1, "feePerYear": -1}}""", "Water.feePerYear, line 1 column 34: a number from 0 to 100000 was expected, found \"-1\"")]
    [InlineData("""{"Water": {"+": 1, "feePerYear": 100000.01}}""", "Water.feePerYear, line 1 column 34: a number from 0 to 100000 was expected, found \"100000.01\"")]
    [InlineData("""{"Water": {"+": 1}, "Capacity": {"perKwYear": -1}}""", "Capacity.perKwYear, line 1 column 47: a number from 0 to 1000 was expected, found \"-1\"")]
    [InlineData("""{"Water": {"+": 1}, "Capacity": {"perKwYear": 1, "floorKw": 101}}""", "Capacity.floorKw, line 1 column 61: a number from 0 to 100 was expected, found \"101\"")]
    [InlineData("""{"Water": {"+": 1}, "Capacity": {"perKwYear": 1, "floorKw": 2.5001}}""", "Capacity.floorKw, line 1 column 61: at most 3 decimals can be used, found \"2.5001\"")]
    [InlineData("""{"Water": {"+": 1}, "Capacity": {"perKwYear": 1, "floorOn": "year"}}""", "Capacity.floorOn, line 1 column 61: \"month\" or \"mean\" was expected, found \"year\"")]
    public void A_fee_or_tariff_out_of_range(string json, string message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("", "line 1 column 1: an object { } was expected, found the end of the file")]
    [InlineData(" \n ", "line 2 column 2: an object { } was expected, found the end of the file")]
    [InlineData("\uFEFF", "line 1 column 1: an object { } was expected, found the end of the file")]
    [InlineData("[]", "line 1 column 1: an object { } was expected, found a list")]
    [InlineData("hello", "line 1 column 1: an object { } was expected, found \"hello\"")]
    [InlineData("""{"Water": {"+": 1,}}""", "Water, line 1 column 19: a name in quotes was expected, found \"}\"")]
    [InlineData("""{"Water": {"+": 1}},""", "line 1 column 20: the end of the file was expected, found \",\"")]
    [InlineData("""{"Water": {"+": 1}} // mine""", "line 1 column 21: the end of the file was expected, found \"//\"")]
    public void A_file_of_another_shape(string json, string message)
    {
        Refuses(json, message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("{\"Electricity\":")]
    [InlineData("{\"Gas\": {\"cnv\": [")]
    public void Deep_nesting_is_refused_without_using_up_the_stack(string opening)
    {
        string json = string.Concat(Enumerable.Repeat(opening, 20000));
        Assert.Throws<InvalidInputException>(() => TestMeter.Read(json));
    }

    private static void Refuses(string json, string? message)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => TestMeter.Read(json));
        if (message != null)
        {
            Assert.Equal(message, error.Message);
        }
        else
        {
            Assert.Contains("expected", error.Message, StringComparison.Ordinal);
        }
    }
}
