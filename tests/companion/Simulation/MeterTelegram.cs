using System.Text;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Readings;
using MeterFirmware.Telegrams;
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
        TelegramReader reader = new();
        reader.Read(buffer, 0, length);
        Assert.True(reader.HasTelegram);

        Reading reading = new();
        new TelegramParser().Parse(reader.Buffer, reader.BodyLength, reading);
        return reading;
    }

    public static string Text(SimulatedMeter meter)
    {
        byte[] buffer = new byte[TelegramWriter.LargestTelegram];
        return Encoding.ASCII.GetString(buffer, 0, new TelegramWriter().Write(meter, buffer));
    }
}
