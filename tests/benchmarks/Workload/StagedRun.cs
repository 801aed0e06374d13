using MeterFirmware.Readings;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Benchmarks.Workload;

/// <summary>Takes telegrams through stage after stage, and says when each has ended.</summary>
public static class StagedRun
{
    private const int LineEndBytes = 2;

    /// <summary>The stages of the meter, each on its own.</summary>
    /// <param name="telegrams">One for each second.</param>
    /// <param name="ended">Is told the name of a stage when it has ended.</param>
    public static void RunParts(byte[][] telegrams, Action<string> ended)
    {
        TelegramReader reader = new();
        TelegramParser parser = new();
        Meter meter = new(MeasuredHousehold.Rates());
        ended("start");
        foreach (byte[] telegram in telegrams)
        {
            Read(reader, telegram);
            ended("reader");
            Read(parser, telegram);
            ended("reading");
            for (int i = 0; i < telegram.Length; i += MeasuredHousehold.ChunkBytes)
            {
                meter.Read(telegram, i, Math.Min(MeasuredHousehold.ChunkBytes, telegram.Length - i));
            }

            ended("meter");
        }
    }

    private static void Read(TelegramReader reader, byte[] telegram)
    {
        for (int i = 0; i < telegram.Length; i += MeasuredHousehold.ChunkBytes)
        {
            reader.Read(telegram, i, Math.Min(MeasuredHousehold.ChunkBytes, telegram.Length - i));
        }
    }

    /// <summary>The whole second of the device.</summary>
    /// <param name="telegrams">One for each second.</param>
    /// <param name="pageSeconds">How long a page stays; 0 for the first one all the time.</param>
    /// <param name="ended">
    /// Is told the name of a stage when it has ended, a number that belongs to it (of <c>page</c> which page it is, of
    /// <c>display</c> bytes over I2C, of <c>feed</c> bytes to the broker), and of <c>feed</c> the topics.
    /// </param>
    public static void RunSeconds(byte[][] telegrams, int pageSeconds, Action<string, long, string> ended)
    {
        MeasuredHousehold house = new(pageSeconds);
        ended("start", 0, "");
        foreach (byte[] telegram in telegrams)
        {
            // What is left to do when the last byte arrives: the last chunk, and all that follows.
            int last = (telegram.Length - LineEndBytes - 1) / MeasuredHousehold.ChunkBytes * MeasuredHousehold.ChunkBytes;
            house.Feed(telegram, 0, last);
            ended("arriving", 0, "");
            house.Feed(telegram, last, telegram.Length);
            ended("telegram", 0, "");
            house.Draw();
            ended("page", (long)house.Pager.Shown, "");
            long i2c = house.I2cBytes;
            house.Flush();
            ended("display", house.I2cBytes - i2c, "");
            long mqtt = house.MqttBytes;
            house.Publish();
            ended("feed", house.MqttBytes - mqtt, house.Topics);
        }
    }
}
