using System.Text;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.State;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.State;

namespace MeterFirmware.Tests.Json;

/// <summary>A file that is seen through a window says the same as one that is there whole: the same rates, or the same error at the same place.</summary>
public class JsonWindowTests
{
    private const string Text =
        """
        { "Gas": {"+": 1.576, "cnv": ["kWh", 11.510]}, "Water": {"+": 6.2, "feePerYear": 12.5},
          "Electricity": {"+": {"Dag \"é€\"": 0.3214, "Night": 0.2225}, "-": 0.1,
          "bands": {"Dag \"é€\"": ["7-22"], "Night": ["22-7"]}}, "Capacity": {"perKwYear": 53.13, "floorKw": 2.5, "floorOn": "month"} }
        """;

    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(Text);

    [Fact]
    public void Whatever_the_window_and_whatever_is_wrong() =>
        Gen.Select(Gen.Int[1, 256], Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte).Array[0, 3], Gen.Int[0, Whole.Length], Gen.Bool).Sample(
            (window, damages, length, isCut) =>
            {
                byte[] json = [.. Whole];
                foreach ((int at, byte value) in damages)
                {
                    json[at] = value;
                }

                json = isCut ? json[..length] : json;
                Assert.Equal(Said(new ByteSource(json, json.Length)), Said(new WindowSource(json, window)));
            });

    private static string Said(ByteSource json)
    {
        try
        {
            Rates rates = RatesReader.Read(json);
            return $"{rates.ImportNanoEuroPerWh(0)} {rates.ImportNanoEuroPerWh(1)} {rates.WaterNanoEuroPerLitre} {rates.Capacity.FloorW}";
        }
        catch (InvalidInputException error)
        {
            return $"{error.Message} {error.Line} {error.Column}";
        }
    }
}
