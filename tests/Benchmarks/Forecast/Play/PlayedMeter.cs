using System.Text;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>
/// The meter of a played house: a telegram a second, with 1.4.0 truncated to whole W and the power in whole W, read by the
/// parser. The first three quarters end on a month's last midnight, so that the fourth has no peak of its month before it.
/// </summary>
internal sealed class PlayedMeter
{
    // 1 February 2026, 00:15 local time.
    private const long EndUtc = 1769900400 + BelgianTime.SecondsPerQuarter;
    private const string Blank =
        "/FLU5\\253770234_A\r\n\r\n0-0:1.0.0(000000000000W)\r\n1-0:1.4.0(00.000*kW)\r\n1-0:1.7.0(00.000*kW)\r\n1-0:2.7.0(00.000*kW)\r\n!\r\n";

    private readonly byte[] _telegram = Encoding.ASCII.GetBytes(Blank);
    private readonly int _time = Blank.IndexOf("1.0.0(", StringComparison.Ordinal) + "1.0.0(".Length;
    private readonly int _demand = Blank.IndexOf("1.4.0(", StringComparison.Ordinal) + "1.4.0(".Length;
    private readonly int _import = Blank.IndexOf("1.7.0(", StringComparison.Ordinal) + "1.7.0(".Length;
    private readonly int _export = Blank.IndexOf("2.7.0(", StringComparison.Ordinal) + "2.7.0(".Length;
    private readonly TelegramParser _parser = new(acceptWithoutCrc: true);
    private readonly int[] _netW;
    private int _second;
    private int _quarterWattSeconds;

    /// <summary>Installs it.</summary>
    /// <param name="netW">What the house draws in each second, W; negative when it gives.</param>
    public PlayedMeter(int[] netW)
    {
        _netW = netW;
    }

    /// <summary>The last telegram.</summary>
    public Reading Reading => _parser.Reading;

    /// <summary>Seconds since the fourth quarter began; negative before it.</summary>
    public int SecondOfLast => BelgianTime.SecondsPerQuarter - (_netW.Length - _second);

    /// <summary>Whether there is another second before the last quarter ends.</summary>
    public bool HasNext => _second < _netW.Length - 1;

    /// <summary>The demand that the fourth quarter ends with.</summary>
    /// <param name="netW">What the house draws in each second, W.</param>
    /// <returns>W, truncated.</returns>
    public static int FinalW(int[] netW)
    {
        int wattSeconds = 0;
        for (int second = netW.Length - BelgianTime.SecondsPerQuarter; second < netW.Length; second++)
        {
            wattSeconds += Math.Max(0, netW[second]);
        }

        return wattSeconds / BelgianTime.SecondsPerQuarter;
    }

    /// <summary>Lets a second pass and sends its telegram.</summary>
    public void Next()
    {
        int netW = _netW[_second++];
        int importW = Math.Max(0, netW);
        long utc = EndUtc - _netW.Length + _second;
        _quarterWattSeconds = utc % BelgianTime.SecondsPerQuarter == 0 ? 0 : _quarterWattSeconds + importW;

        PutTime(utc);
        PutKilowatt(_demand, _quarterWattSeconds / BelgianTime.SecondsPerQuarter);
        PutKilowatt(_import, importW);
        PutKilowatt(_export, importW - netW);
        _parser.Read(_telegram, 0, _telegram.Length);
    }

    private void PutTime(long utc)
    {
        long local = BelgianTime.Local(utc);
        CivilDate date = new((int)(local / CivilDate.SecondsPerDay));
        int second = (int)(local % CivilDate.SecondsPerDay);
        PutTwo(_time, date.Year % 100);
        PutTwo(_time + 2, date.Month);
        PutTwo(_time + 4, date.Day);
        PutTwo(_time + 6, second / 3600);
        PutTwo(_time + 8, second / 60 % 60);
        PutTwo(_time + 10, second % 60);
    }

    private void PutKilowatt(int at, int watt)
    {
        PutTwo(at, watt / 1000);
        _telegram[at + 3] = (byte)('0' + (watt / 100 % 10));
        PutTwo(at + 4, watt % 100);
    }

    private void PutTwo(int at, int number)
    {
        _telegram[at] = (byte)('0' + (number / 10));
        _telegram[at + 1] = (byte)('0' + (number % 10));
    }
}
