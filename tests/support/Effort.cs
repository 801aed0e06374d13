namespace MeterFirmware.Tests.Support;

/// <summary>How much a test tries.</summary>
internal static class Effort
{
    /// <summary>METER_LONG=1 asks for all of it, as CI does.</summary>
    public static int Of(int usual, int all) => Environment.GetEnvironmentVariable("METER_LONG") == "1" ? all : usual;
}
