using System.Text;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Readings;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

internal static class MeterTelegram
{
    public static SimulatedMeter Meter(long startUtc, MeterOptions? options = null, int seed = 1) =>
        new SimulatedHome(seed, startUtc, options ?? new MeterOptions(), new()).Meter;

    public static Reading Read(SimulatedMeter meter)
    {
        byte[] buffer = new byte[TelegramWriter.LargestTelegram];
        int length = new TelegramWriter().Write(meter, buffer);
        TelegramParser parser = new();
        parser.Read(buffer, 0, length);
        Assert.Equal(1, parser.TelegramCount);
        Assert.Equal(0, parser.UnknownLineCount + parser.MalformedLineCount);
        return parser.Reading;
    }

    public static string Text(SimulatedMeter meter)
    {
        byte[] buffer = new byte[TelegramWriter.LargestTelegram];
        return Encoding.ASCII.GetString(buffer, 0, new TelegramWriter().Write(meter, buffer));
    }
}
