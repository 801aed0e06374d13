using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Setup;

/// <summary>Reads a file of rates.</summary>
internal static class RatesFile
{
    /// <summary>The file that is read when none is named and it is there.</summary>
    public const string DefaultName = "rates.json";

    private const string Example = "rates.json";

    // Such as a supplier's of 2026 by the quarter, with grid, levies and VAT.
    private const string DynamicElectricity = """
        {"+": {"Spot": {"times": 1.10134, "plus": 0.14, "fallback": 0.25}}, "-": {"Spot": {"times": 1.0, "plus": -0.0131, "fallback": 0.03}}}
        """;

    /// <summary>What goes to a device of a file: without blanks around it, so that it comes back the same.</summary>
    /// <param name="path">Its path, or <c>-</c> for standard input.</param>
    /// <exception cref="CommandFailure">It cannot be read, or is too large for the chip.</exception>
    public static byte[] ReadToSend(string path)
    {
        ReadOnlySpan<byte> bytes = SettingsFile.ReadBytes(path);
        return bytes.TrimStart("\uFEFF"u8).Trim(" \t\r\n"u8).ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, or <c>-</c> for standard input.</param>
    /// <exception cref="CommandFailure">It cannot be read, or something in it is wrong.</exception>
    public static Rates Read(string path) => Read(SmallFile.ReadJson(path), path);

    /// <summary>Reads rates.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where they come from, for errors.</param>
    /// <exception cref="CommandFailure">Something in them is wrong.</exception>
    public static Rates Read(byte[] json, string path)
    {
        try
        {
            return RatesReader.Read(json, json.Length);
        }
        catch (InvalidInputException error)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path}: {Sentence.Ended(error.Message)}");
        }
    }

    /// <summary>The example of this project, which stands in the program, for the demo.</summary>
    /// <param name="isDynamic">Whether electricity is to follow the day-ahead market.</param>
    public static Rates ReadExample(bool isDynamic = false)
    {
        byte[] bytes = ExampleBytes(isDynamic);
        return RatesReader.Read(bytes, bytes.Length);
    }

    /// <summary>Writes that example to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isDynamic">As of <see cref="ReadExample"/>.</param>
    public static void WriteExample(string path, bool isDynamic = false) => File.WriteAllBytes(path, ExampleBytes(isDynamic));

    private static byte[] ExampleBytes(bool isDynamic)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Example)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        if (!isDynamic)
        {
            return bytes;
        }

        JsonNode rates = JsonNode.Parse(bytes)!;
        rates["Electricity"] = JsonNode.Parse(DynamicElectricity);

        // The reader of rates does without most escapes.
        return Encoding.UTF8.GetBytes(rates.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }
}
