using System.Globalization;
using System.Text;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Companion.Simulation.House;
using MeterFirmware.Telegrams;

namespace MeterFirmware.Benchmarks.Workload;

/// <summary>What the meter of a simulated house sends, second after second, on an evening in February.</summary>
internal static class EveningTelegrams
{
    // 19 February 2026, 17:58 in Belgium: a quarter ends two minutes later.
    private const long StartUtc = 1771520280;
    private const int Seed = 11;

    /// <summary>Composes telegrams.</summary>
    /// <param name="size">Their kind.</param>
    /// <param name="count">How many, one for each second.</param>
    /// <returns>The telegrams, line end included.</returns>
    public static byte[][] Compose(TelegramSize size, int count)
    {
        MeterOptions meter = size switch
        {
            TelegramSize.Bytes450 => new() { Version = MeterVersion.Emucs16, Grid = GridKind.SinglePhase, HasGas = false, HasWater = false },
            TelegramSize.Bytes1100 => new() { HasWater = false },
            _ => new() { Version = MeterVersion.Emucs21 },
        };
        SimulatedHome home = new(Seed, StartUtc - 86400, meter, new HouseOptions { HasSolar = false });
        home.Step(86400);
        byte[] buffer = new byte[SimulatedHome.LargestTelegram];
        byte[][] telegrams = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            int length = home.WriteTelegram(buffer);
            telegrams[i] = size switch
            {
                TelegramSize.Bytes1100 => Seal(KeepHistory(Text(buffer, length), 7)),
                TelegramSize.Bytes1500 => Seal(KeepHistory(Text(buffer, length), 9)),
                TelegramSize.Bytes5000 => Seal(Fill(Text(buffer, length))),
                _ => buffer[..length],
            };
            home.Step(1);
        }

        return telegrams;
    }

    // Up to the ! and with it.
    private static string Text(byte[] buffer, int length) => Encoding.ASCII.GetString(buffer, 0, length)[..^6];

    private static byte[] Seal(string text)
    {
        byte[] body = Encoding.ASCII.GetBytes(text);
        return [.. body, .. Encoding.ASCII.GetBytes(Crc16.Update(0, body, 0, body.Length).ToString("X4", CultureInfo.InvariantCulture) + "\r\n")];
    }

    private static string KeepHistory(string text, int months)
    {
        const string Mark = "0-0:98.1.0(13)(1-0:1.6.0)(1-0:1.6.0)";
        const int RowLength = 41;
        int rows = text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        int kept = rows + ((13 - months) * RowLength);
        return text[..rows].Replace("98.1.0(13)", $"98.1.0({months})") + text[kept..];
    }

    private static string Fill(string text)
    {
        StringBuilder subMeters = new();
        for (int channel = 3; channel <= 8; channel++)
        {
            subMeters.Append(CultureInfo.InvariantCulture, $"0-{channel}:24.1.0(003)\r\n0-{channel}:96.1.1(3753494D303330303030303030{channel + 30})\r\n");
            subMeters.Append(CultureInfo.InvariantCulture, $"0-{channel}:96.1.2(353431343030303030303030303030303{channel + 3030})\r\n");
            subMeters.Append(CultureInfo.InvariantCulture, $"0-{channel}:24.4.0(1)\r\n0-{channel}:24.2.3(260219180000W)(0001{channel}.287*m3)\r\n");
        }

        const string OlderMonths = "(241201000000W)(241121184500W)(04.103*kW)(250101000000W)(241205190000W)(03.771*kW)";
        string message = Convert.ToHexString(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Works in your street. ", 46)))).PadRight(2048, '0')[..2048];
        return text
            .Replace("98.1.0(13)(1-0:1.6.0)(1-0:1.6.0)", "98.1.0(15)(1-0:1.6.0)(1-0:1.6.0)" + OlderMonths)
            .Replace("96.13.0()", $"96.13.0({message})")
            .Replace("!", subMeters + "!");
    }
}
