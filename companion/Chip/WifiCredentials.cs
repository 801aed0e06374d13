using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeterFirmware.Companion.Chip;

/// <summary>The access point that the chip is to use. They are stored by nanoCLR, and in none of this project's files.</summary>
/// <param name="Ssid">1 to 32 bytes.</param>
/// <param name="Password">8 to 63 printable ASCII characters, or 64 hexadecimal digits; empty for an open network.</param>
internal sealed record WifiCredentials(string Ssid, string Password)
{
    private const int LongestSsid = 32;
    private const int ShortestPassword = 8;
    private const int LongestPassword = 63;
    private const int KeyLength = 64;

    /// <summary>What is wrong with a name of a network, or null.</summary>
    public static string? ProblemOfSsid(string ssid) =>
        Encoding.UTF8.GetByteCount(ssid) is >= 1 and <= LongestSsid ? null : "the name of a network has 1 to 32 bytes";

    /// <summary>What is wrong with a password, or null.</summary>
    public static string? ProblemOfPassword(string password)
    {
        bool isPassphrase = password.Length is >= ShortestPassword and <= LongestPassword && password.All(c => c is >= ' ' and <= '~');
        bool isKey = password.Length == KeyLength && password.All(char.IsAsciiHexDigit);
        return password.Length == 0 || isPassphrase || isKey
            ? null
            : "a Wi-Fi password has 8 to 63 characters without accents, or 64 hexadecimal digits; nothing for an open network";
    }

    /// <summary>The file that nanoff reads.</summary>
    /// <param name="port">Serial port of the chip.</param>
    public string ToJson(string port) => new JsonObject
    {
        ["SerialPort"] = port,
        ["WirelessClient"] = new JsonObject
        {
            ["Ssid"] = Ssid,
            ["Password"] = Password,
            ["Authentication"] = Password.Length > 0 ? "WPA2" : "Open",
            ["Encryption"] = Password.Length > 0 ? "WPA2_PSK2" : "None",
            ["ConfigurationOption"] = "AutoConnect",
            ["DhcpEnabled"] = true,
        },
    }.ToJsonString(Indented);

    internal static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
