namespace MeterFirmware.Mqtt;

/// <summary>The last part of the topics by which a device is told what to do, and by which it answers.</summary>
public static class ControlTopic
{
    /// <summary>Retained: who may tell the device what to do, and the counter of the last signed message that was taken.</summary>
    public const string Access = "access";

    /// <summary>Retained: the rates in force.</summary>
    public const string Rates = "rates";

    /// <summary>Retained: the rates that wait for their day.</summary>
    public const string NextRates = "rates/next";

    /// <summary>Takes rates.</summary>
    public const string RatesSet = "rates/set";

    /// <summary>Forgets the rates that wait for their day.</summary>
    public const string RatesCancel = "rates/cancel";

    /// <summary>Takes the day-ahead prices of a day.</summary>
    public const string PricesSet = "prices/set";

    /// <summary>Retained: the settings in force, nothing secret among them.</summary>
    public const string Settings = "settings";

    /// <summary>Takes changes to the settings.</summary>
    public const string SettingsSet = "settings/set";

    /// <summary>Starts the device again.</summary>
    public const string RestartSet = "restart/set";

    /// <summary>The topic on which a command is refused: what is before the slash, and <c>/error</c>.</summary>
    /// <param name="command">One of the commands above.</param>
    /// <returns>For instance <c>rates/error</c>.</returns>
    public static string ErrorOf(string command) => command.Substring(0, command.IndexOf('/')) + "/error";
}
