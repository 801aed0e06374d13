using System.Text;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Benchmarks.Forecast.Play;

/// <summary>
/// The meter of a played house: a telegram a second, with 1.4.0 truncated to whole W and the power in whole W, read by the
/// parser.
/// </summary>
internal sealed class PlayedMeter
{
    private const string Blank =
        "/FLU5\\253770234_A\r\n\r\n0-0:1.0.0(000000000000W)\r\n1-0:1.4.0(00.000*kW)\r\n1-0:1.7.0(00.000*kW)\r\n1-0:2.7.0(00.000*kW)\r\n!\r\n";

    private readonly byte[] _telegram = Encoding.ASCII.GetBytes(Blank);
    private readonly int _time = Blank.IndexOf("1.0.0(", StringComparison.Ordinal) + "1.0.0(".Length;
    private readonly int _demand = Blank.IndexOf("1.4.0(", StringComparison.Ordinal) + "1.4.0(".Length;
    private readonly int _import = Blank.IndexOf("1.7.0(", StringComparison.Ordinal) + "1.7.0(".Length;
    private readonly int _export = Blank.IndexOf("2.7.0(", StringComparison.Ordinal) + "2.7.0(".Length;
    private readonly TelegramParser _parser = new(acceptWithoutCrc: true);
    private long _utc;
    private int _quarterWattSeconds;

    /// <summary>Installs it.</summary>
    /// <param name="utc">When it begins to count, UTC seconds.</param>
    public PlayedMeter(long utc)
    {
        _utc = utc;
    }

    /// <summary>The last telegram.</summary>
    public Reading Reading => _parser.Reading;

    /// <summary>The time of the last telegram, UTC seconds.</summary>
    public long Utc => _utc;

    /// <summary>The demand that the last quarter ended with, W, truncated.</summary>
    public int FinalW { get; private set; }

    /// <summary>Lets time pass of which nothing is known.</summary>
    /// <param name="seconds">How much.</param>
    public void Skip(long seconds)
    {
        _quarterWattSeconds = BelgianTime.QuarterStart(_utc + seconds) == BelgianTime.QuarterStart(_utc) ? _quarterWattSeconds : 0;
        _utc += seconds;
    }

    /// <summary>Lets a second pass and sends its telegram.</summary>
    /// <param name="netW">What the house draws in it, W; negative when it gives.</param>
    public void Next(int netW)
    {
        int importW = Math.Max(0, netW);
        _utc++;
        _quarterWattSeconds += importW;
        if (_utc % BelgianTime.SecondsPerQuarter == 0)
        {
            FinalW = _quarterWattSeconds / BelgianTime.SecondsPerQuarter;
            _quarterWattSeconds = 0;
        }

        PutTime(_utc);
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
        _telegram[_time + 12] = (byte)(local - utc == 3600 ? 'W' : 'S');
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
